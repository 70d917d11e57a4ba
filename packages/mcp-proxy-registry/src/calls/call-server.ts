import { abortSignalOf } from "../cancelling/cancel-signal.ts";
import { readResult } from "./read-result.ts";
import type { CallOptions, CallToolResult } from "./call-types.ts";
import type { CatalogTool } from "../catalog/catalog-types.ts";
import type { RequestSubject } from "./request-error.ts";
import { type RequestContext, sendRequest } from "./server-request.ts";

/** A call with valid arguments. */
export interface FittingCall {
  tool: CatalogTool;
  /** Already validated, and sent unchanged. */
  args: Record<string, unknown>;
  /** Called when the server has returned a result. */
  answered: () => void;
}

/**
 * Calls a tool of a connected server, only once: a failed call may have had effects.
 * @throws what `admit` does
 */
export function callServer(
  context: RequestContext,
  { tool, args, answered }: FittingCall,
  options: CallOptions,
): Promise<CallToolResult> {
  options.admit?.(tool);
  const { connection } = context;
  const { json, onLog, onProgress } = options;
  const subject = (): RequestSubject => {
    const { server, name } = tool;
    return { server, tool: name, about: `tool "${name}" of server "${server}"` };
  };
  const read = (answer: Record<string, unknown>): CallToolResult => {
    const result = readResult(tool, answer);
    answered();
    return result;
  };
  return sendRequest(context, subject, options, (deadline) => {
    const { signal } = deadline;
    const report: CallOptions["onProgress"] =
      onProgress &&
      ((progress) => {
        deadline.restart();
        onProgress(progress);
      });
    const call = { signal, json, onProgress: report };
    if (!onLog) return connection.callTool(tool.name, args, call, read);
    const logging = connection.logEverything(abortSignalOf(signal));
    return logging.then(() => connection.callTool(tool.name, args, call, read));
  });
}
