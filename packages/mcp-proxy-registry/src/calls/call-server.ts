import { abortSignalOf } from "../cancelling/cancel-signal.ts";
import { readResult } from "./read-result.ts";
import type { CallOptions, CallToolResult } from "./call-types.ts";
import type { CatalogTool } from "../catalog/catalog-types.ts";
import type { RequestSubject } from "./request-error.ts";
import type { CallDeadline } from "./call-deadline.ts";
import {
  type DeadlineAsker,
  type RequestContext,
  sendRequest,
  type ServerQuestion,
} from "./server-request.ts";

/** A call with valid arguments. */
export interface FittingCall {
  tool: CatalogTool;
  /** Already validated, and sent unchanged. */
  args: Record<string, unknown>;
  /** Its server has a time limit of its own: progress is asked for even if nobody listens, since it restarts the limit. */
  hasOwnTimeLimit: boolean;
  /** Called when the server has returned a result. */
  answered: () => void;
}

/**
 * Calls a tool of a connected server, only once: a failed call may have had effects.
 * @throws what `admit` does
 */
export function callServer(
  context: RequestContext,
  call: FittingCall,
  options: CallOptions,
): Promise<CallToolResult> {
  options.admit?.(call.tool);
  return sendRequest(context, new ToolQuestion(context, call, options), options);
}

/** The request of a tool call. One object, since several functions would be kept for each of thousands of waiting calls. */
class ToolQuestion implements ServerQuestion<Record<string, unknown>, CallToolResult> {
  readonly #context: RequestContext;
  readonly #call: FittingCall;
  readonly #options: CallOptions;

  constructor(context: RequestContext, call: FittingCall, options: CallOptions) {
    this.#context = context;
    this.#call = call;
    this.#options = options;
  }

  subject(): RequestSubject {
    const { server, name } = this.#call.tool;
    return { server, tool: name, about: `tool "${name}" of server "${server}"` };
  }

  ask(asker: DeadlineAsker<Record<string, unknown>>): void {
    const { deadline } = asker;
    const { signal } = deadline;
    const { json, onLog, onProgress } = this.#options;
    const { tool, args, hasOwnTimeLimit } = this.#call;
    const { connection } = this.#context;
    const isAskedFor = onProgress !== undefined || hasOwnTimeLimit;
    const report = isAskedFor ? reporter(deadline, onProgress) : undefined;
    const request = { signal, json, onProgress: report };
    if (!onLog) return connection.callTool(tool.name, args, request, asker);
    const logging = connection.logEverything(abortSignalOf(signal));
    logging
      .then(() => connection.callTool(tool.name, args, request, asker))
      .catch((error: unknown) => asker.failed(error));
  }

  read(answer: Record<string, unknown>): CallToolResult {
    const { tool, answered } = this.#call;
    const result = readResult(tool, answer);
    answered();
    return result;
  }

  explain(error: unknown, { signal }: CallDeadline): Promise<unknown> | undefined {
    return this.#context.connection.openPages(this.#call.tool.name, error, signal);
  }
}

function reporter(
  deadline: CallDeadline,
  onProgress: CallOptions["onProgress"],
): NonNullable<CallOptions["onProgress"]> {
  return (progress) => {
    deadline.restart();
    onProgress?.(progress);
  };
}
