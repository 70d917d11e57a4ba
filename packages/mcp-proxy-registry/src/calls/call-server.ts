import { abortSignalOf } from "../cancelling/cancel-signal.ts";
import { readResult } from "./read-result.ts";
import type { CallOptions, CallToolResult } from "./call-types.ts";
import type { CatalogTool } from "../catalog/catalog-types.ts";
import { type RequestContext, sendRequest } from "./server-request.ts";

/**
 * Calls a tool of a connected server, once: a call that failed may have had effects.
 * @param args found right before, and sent as they are
 * @throws what `admit` does
 */
export function callServer(
  context: RequestContext,
  tool: CatalogTool,
  args: Record<string, unknown>,
  options: CallOptions,
): Promise<CallToolResult> {
  options.admit?.(tool);
  const { connection } = context;
  const { server, name } = tool;
  const subject = { server, tool: name, about: `tool "${name}" of server "${server}"` };
  const { onProgress } = options;
  return sendRequest(context, subject, options, async (deadline) => {
    if (options.onLog) await connection.logEverything(abortSignalOf(deadline.signal));
    const answer = await connection.callTool(name, args, {
      signal: deadline.signal,
      json: options.json,
      onProgress:
        onProgress &&
        ((progress) => {
          deadline.restart();
          onProgress(progress);
        }),
    });
    return readResult(tool, answer);
  });
}
