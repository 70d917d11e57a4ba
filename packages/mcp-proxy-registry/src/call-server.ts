import { createDeadline } from "./call-deadline.ts";
import { checkArguments } from "./check-arguments.ts";
import { readResult } from "./read-result.ts";
import { requestError, type RequestCircumstances } from "./request-error.ts";
import type { CallOptions, CallToolResult, CatalogTool } from "./registry-types.ts";
import type { UpstreamConnection } from "./upstream-connection.ts";

/** Options of one call, all decided. */
export interface ServerCallOptions extends CallOptions, RequestCircumstances {
  timeoutMs: number;
}

/** Calls a tool of a connected server, once: a call that failed may have had effects. */
export async function callServer(
  connection: UpstreamConnection,
  tool: CatalogTool,
  args: Record<string, unknown>,
  options: ServerCallOptions,
): Promise<CallToolResult> {
  const checked = checkArguments(tool, args);
  options.admit?.(tool);
  const deadline = createDeadline(options.timeoutMs, options.signal, options.closed);
  try {
    const answer = await connection.callTool(tool.name, checked, {
      signal: deadline.signal,
      onProgress:
        options.onProgress &&
        ((progress) => {
          deadline.restart();
          options.onProgress?.(progress);
        }),
    });
    return readResult(answer);
  } catch (error) {
    const about = `tool "${tool.name}" of server "${tool.server}"`;
    const subject = { server: tool.server, tool: tool.name, about };
    throw await requestError(connection, subject, error, deadline, options);
  } finally {
    deadline.dispose();
  }
}
