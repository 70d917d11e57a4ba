// One request to a connected server: its time limit, its place among the calls in progress, and the error it ends with.
import { type CallDeadline, createDeadline } from "./call-deadline.ts";
import type { CallsUnderWay, CallUnderWay } from "./calls-under-way.ts";
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

/** A request to a server. */
export interface ServerQuestion<Answer, T> {
  /** What an error message says that the request was for. */
  subject(): RequestSubject;
  ask(deadline: CallDeadline): Promise<Answer>;
  /** Converts the answer. What it throws is a failure of the request. */
  read(answer: Answer): T;
  /** Resolves to the error that takes the place of this one, if the failure needs more than an error message; else to undefined. */
  explain?(error: unknown, deadline: CallDeadline): Promise<unknown> | undefined;
}

/** Makes the request within its time limit. Rejects with a RegistryError. */
export function sendRequest<Answer, T>(
  request: RequestContext,
  question: ServerQuestion<Answer, T>,
  { signal, context, onLog }: Pick<CallOptions, "signal" | "context" | "onLog">,
): Promise<T> {
  const deadline = createDeadline(request.timeoutMs, signal, request.closing, request.turns);
  const call: CallUnderWay = onLog ? { deadline, context, onLog } : { deadline, context };
  const garbage = request.connection.garbage.count;
  request.calls.add(call);
  const fail = async (error: unknown): Promise<never> => {
    try {
      const reason = await explained(question, error, deadline);
      request.calls.delete(call);
      throw await failure(request, question.subject(), reason, { deadline, garbage });
    } finally {
      end(request, call);
    }
  };
  const read = (answer: Answer): T | Promise<never> => {
    let result: T;
    try {
      result = question.read(answer);
    } catch (error) {
      return fail(error);
    }
    end(request, call);
    return result;
  };
  // Not an async function: its frame and promise would be kept for each of thousands of waiting requests.
  return asked(question, deadline).then(read, fail);
}

function end({ calls }: RequestContext, call: CallUnderWay): void {
  calls.delete(call);
  call.deadline.dispose();
}

function asked<Answer>(
  question: ServerQuestion<Answer, unknown>,
  deadline: CallDeadline,
): Promise<Answer> {
  try {
    return question.ask(deadline);
  } catch (error) {
    return Promise.reject(error);
  }
}

async function explained(
  question: Pick<ServerQuestion<unknown, unknown>, "explain">,
  error: unknown,
  deadline: CallDeadline,
): Promise<unknown> {
  try {
    return (await question.explain?.(error, deadline)) ?? error;
  } catch (other) {
    return other;
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
