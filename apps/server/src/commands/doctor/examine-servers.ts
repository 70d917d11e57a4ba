import { RegistryError, type Registry } from "@mcp-code-execution/mcp-proxy-registry";
import type { ConfigSource } from "@mcp-code-execution/config";
import type { ServerFindings, ShadowedEntry } from "./doctor-report.ts";

/** Starts every server, all at once, and asks for its tools. */
export async function examineServers(
  registry: Registry,
  sources: readonly ConfigSource[],
): Promise<ServerFindings[]> {
  return Promise.all(
    registry.servers.map(async ({ name, alias }) => {
      const source = sources.find(({ servers }) => servers.includes(name))?.label ?? "";
      const startedMs = performance.now();
      const spent = (): number => Math.round(performance.now() - startedMs);
      try {
        const tools = (await registry.listTools(name)).length;
        return { name, alias, source, status: "ready", durationMs: spent(), tools };
      } catch (error) {
        if (!(error instanceof RegistryError)) throw error;
        const problem = error.message;
        return { name, alias, source, status: "failed", durationMs: spent(), problem };
      }
    }),
  );
}

/** Entries that are not used because an earlier source has the name. */
export function shadowedEntries(sources: readonly ConfigSource[]): ShadowedEntry[] {
  return sources.flatMap(({ label, shadowed }, index) =>
    shadowed.map((name) => ({
      name,
      source: label,
      by: sources.slice(0, index).find(({ servers }) => servers.includes(name))?.label ?? "",
    })),
  );
}
