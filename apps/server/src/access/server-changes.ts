import type { GuardedServer } from "./guarded-server.ts";

type Servers = Readonly<Record<string, GuardedServer>>;

/** What changed from one configuration to the next, in sentences; none where nothing did. */
export function serverChanges(before: Servers, after: Servers): string[] {
  const added = Object.keys(after).filter((name) => !Object.hasOwn(before, name));
  const removed = Object.keys(before).filter((name) => !Object.hasOwn(after, name));
  const kept = Object.keys(after).filter((name) => Object.hasOwn(before, name));
  const differing = (part: (server: GuardedServer) => unknown): string[] =>
    kept.filter((name) => textOf(before, name, part) !== textOf(after, name, part));
  const changed = differing((server) => ({ ...server, tools: undefined }));
  const ruled = differing(({ tools }) => tools);
  const parts = [
    listed("added", added),
    listed("removed", removed),
    listed("changed", changed),
    listed("other rules for the tools of", ruled),
  ].filter((text) => text !== "");
  return parts.length > 0 ? [`the configured MCP servers changed: ${parts.join("; ")}`] : [];
}

function listed(what: string, names: readonly string[]): string {
  return names.length > 0 ? `${what} ${names.join(", ")}` : "";
}

function textOf(
  servers: Servers,
  name: string,
  part: (server: GuardedServer) => unknown,
): string | undefined {
  const server = servers[name];
  return server && JSON.stringify(part(server));
}
