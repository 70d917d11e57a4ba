import { RegistryError } from "@mcp-code-execution/mcp-proxy-registry";
import type { UnusableServerHandle } from "@mcp-code-execution/sandbox-runtime";

/** In place of an unknown server's error, for a server that code found before its entry became unusable. */
export function unusableError(
  error: unknown,
  unusable: readonly UnusableServerHandle[],
): Error | undefined {
  if (!(error instanceof RegistryError) || error.code !== "unknown-server") return undefined;
  const server = unusable.find(({ name }) => name === error.server);
  if (server === undefined) return undefined;
  const message = `the server '${server.name}' is configured, but cannot be used: ${server.reason}`;
  return Object.assign(new Error(message, { cause: error }), {
    code: "unusable-server",
    server: server.name,
  });
}
