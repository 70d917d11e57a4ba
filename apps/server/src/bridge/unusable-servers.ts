import type { UnusableServer } from "@mcp-code-execution/config";
import { pythonName } from "@mcp-code-execution/mcp-proxy-registry";
import type { RunReport } from "@mcp-code-execution/output-formatters";
import type { UnusableServerHandle } from "@mcp-code-execution/sandbox-runtime";

const missingServer =
  /[Tt]h(?:ere is no server ['"]([^'"]+)['"]|e server ['"]([^'"]+)['"] is configured, but cannot)/;
const entryOf = /\b(?:mcpServers|servers)(?:\.([^\s.[]+)|\["([^"]+)"\])/;

/** These servers as code finds them. */
export function unusableHandles(servers: readonly UnusableServer[] = []): UnusableServerHandle[] {
  return servers.map(({ name, reason }) => ({ name, alias: pythonName(name), reason }));
}

/**
 * The notices about the entry of a server that the code asked for and that cannot be used: they say where it is. They were in the
 * result of the first run already, but that may have been another conversation.
 */
export function unusableServerNotices(report: RunReport, notices: readonly string[]): string[] {
  const [, unknown, unusable] = missingServer.exec(report.error?.traceback ?? "") ?? [];
  const asked = unknown ?? unusable;
  if (asked === undefined) return [];
  return notices.filter((notice) => {
    const [, plain, quoted] = entryOf.exec(notice) ?? [];
    const name = plain ?? quoted;
    return name !== undefined && pythonName(name) === pythonName(asked);
  });
}
