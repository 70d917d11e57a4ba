import { pythonName } from "@mcp-code-execution/mcp-proxy-registry";
import type { RunReport } from "@mcp-code-execution/output-formatters";

const unknownServer = /[Tt]here is no server ['"]([^'"]+)['"]/;
const entryOf = /\b(?:mcpServers|servers)\.([^\s.]+)/;

/**
 * Why a server that the code asked for is missing, if its entry in the configuration cannot be used: the notices about that
 * entry. They were in the result of the first run already, but that may have been another conversation.
 */
export function unusableServerNotices(report: RunReport, notices: readonly string[]): string[] {
  const asked = unknownServer.exec(report.error?.traceback ?? "")?.[1];
  if (asked === undefined) return [];
  return notices.filter((notice) => {
    const name = entryOf.exec(notice)?.[1];
    return name !== undefined && pythonName(name) === pythonName(asked);
  });
}
