import { cleanText } from "@mcp-code-execution/output-formatters";
import type { ProgressToken } from "@modelcontextprotocol/sdk/types.js";
import type { McpCaller } from "./client-link.ts";

/** The token comes back with every report. */
const maxTokenCharacters = 1_000;

/**
 * Reports the progress of a request to the client. Undefined if the client wants no reports: without a token, or with
 * one that is longer than any client makes it.
 */
export function createProgressReports(
  token: ProgressToken | undefined,
  sendNotification: McpCaller["sendNotification"],
): McpCaller["report"] | undefined {
  const progressToken = shortToken(token);
  if (progressToken === undefined) return undefined;
  let progress = 0;
  return (text) => {
    progress += 1;
    // Text from code and servers, which clients show in terminals.
    const message = cleanText(text);
    // If the client has gone, this fails; the end of the run handles that.
    sendNotification({
      method: "notifications/progress",
      params: { progressToken, progress, message },
    }).catch(() => {});
  };
}

function shortToken(token: ProgressToken | undefined): ProgressToken | undefined {
  return typeof token === "string" && token.length > maxTokenCharacters ? undefined : token;
}
