// One request to a connected server: its time limit, its place among the calls in progress, and the error it ends with.
import { type CallDeadline, createDeadline } from "./call-deadline.ts";
import type { CallsUnderWay } from "./calls-under-way.ts";
import type { Closing } from "../cancelling/closing.ts";
import type { LoopTurns } from "../cancelling/loop-turns.ts";
import type { CallOptions } from "./call-types.ts";
import type { RequestSubject } from "./request-error.ts";
import type { UpstreamConnection } from "../connection/upstream-connection.ts";

/** What every request needs from its server. */
export interface RequestContext {
  connection: UpstreamConnection;
  calls: CallsUnderWay;
  /** Its reason is the error of calls to a server that is closed. */
  closing: Closing;
  turns: LoopTurns;
  mask: (text: string) => string;
  timeoutMs: number;
}

/** Does the work within its time limit. Rejects with a RegistryError. */
export async function sendRequest<T>(
  request: RequestContext,
  subject: () => RequestSubject,
  { signal, context, onLog }: Pick<CallOptions, "signal" | "context" | "onLog">,
  work: (deadline: CallDeadline) => Promise<T>,
): Promise<T> {
  const deadline = createDeadline(request.timeoutMs, signal, request.closing, request.turns);
  const call = onLog ? { deadline, context, onLog } : { deadline, context };
  const garbage = request.connection.garbage.count;
  request.calls.add(call);
  try {
    return await work(deadline);
  } catch (error) {
    request.calls.delete(call);
    throw await failure(request, subject(), error, { deadline, garbage });
  } finally {
    request.calls.delete(call);
    deadline.dispose();
  }
}

// A separate function: what a function refers to is kept in memory for each of thousands of waiting requests.
async function failure(
  { connection, calls, closing, turns, mask, timeoutMs }: RequestContext,
  subject: RequestSubject,
  error: unknown,
  { deadline, garbage }: { deadline: CallDeadline; garbage: number },
): Promise<Error> {
  // Loaded before the turn: otherwise all requests that wait for the module would continue at once.
  const { requestError } = await import("./request-error.ts");
  await turns.next();
  const circumstances = { deadline, timeoutMs, mask, closed: closing.signal, garbage };
  if (deadline.reason === "timeout" && calls.size === 0) void connection.endUnlessAlive();
  return requestError(connection, subject, error, circumstances);
}
