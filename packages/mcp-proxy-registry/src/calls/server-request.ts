// One request to a connected server: its time limit, its place among the calls in progress, and the error it ends with.
import { type CallDeadline, createDeadline } from "./call-deadline.ts";
import type { CallsUnderWay, CallUnderWay } from "./calls-under-way.ts";
import type { Closing } from "../cancelling/closing.ts";
import type { LoopTurns } from "../cancelling/loop-turns.ts";
import type { CallOptions } from "./call-types.ts";
import type { RequestSubject } from "./request-error.ts";
import type { TimeLimit } from "./time-limit.ts";
import type { Asker } from "../transports/request-options.ts";
import type { UpstreamConnection } from "../connection/upstream-connection.ts";

/** What every request needs from its server. */
export interface RequestContext {
  connection: UpstreamConnection;
  calls: CallsUnderWay;
  /** Its reason is the error of calls to a server that is closed. */
  closing: Closing;
  turns: LoopTurns;
  mask: (text: string) => string;
  limit: TimeLimit;
}

/** Whoever waits for an answer until a deadline. */
export interface DeadlineAsker<Answer> extends Asker<Answer> {
  readonly deadline: CallDeadline;
}

/** A request to a server. */
export interface ServerQuestion<Answer, T> {
  /** What an error message says that the request was for. */
  subject(): RequestSubject;
  /** Makes the request. What it throws is a failure of the request; without a promise, it is the asker that is told. */
  ask(asker: DeadlineAsker<Answer>): Promise<Answer> | void;
  /** Converts the answer. What it throws is a failure of the request. */
  read(answer: Answer): T;
  /** Resolves to the error that takes the place of this one, if the failure needs more than an error message; else to undefined. */
  explain?(error: unknown, deadline: CallDeadline): Promise<unknown> | undefined;
}

/** Makes the request within its time limit. Rejects with a RegistryError. */
export function sendRequest<Answer, T>(
  request: RequestContext,
  question: ServerQuestion<Answer, T>,
  options: Pick<CallOptions, "signal" | "context" | "onLog">,
): Promise<T> {
  const sent = new ServerRequest(request, question, options);
  sent.ask();
  return sent.result;
}

/** A request in progress: one object with one promise, since thousands of them may wait at once. */
class ServerRequest<Answer, T> implements DeadlineAsker<Answer>, CallUnderWay {
  readonly deadline: CallDeadline;
  readonly context: unknown;
  readonly onLog: CallOptions["onLog"];
  readonly result: Promise<T>;
  #resolve!: (result: T) => void;
  #reject!: (error: unknown) => void;
  readonly #request: RequestContext;
  readonly #question: ServerQuestion<Answer, T>;
  /** How much had come before the request. */
  readonly #garbage: number;

  constructor(
    request: RequestContext,
    question: ServerQuestion<Answer, T>,
    { signal, context, onLog }: Pick<CallOptions, "signal" | "context" | "onLog">,
  ) {
    this.deadline = createDeadline(request.limit, signal, request.closing, request.turns);
    this.context = context;
    this.onLog = onLog;
    this.result = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    this.#request = request;
    this.#question = question;
    this.#garbage = request.connection.garbage.count;
    request.calls.add(this);
  }

  ask(): void {
    try {
      const answer = this.#question.ask(this);
      if (!answer) return;
      answer.then(
        (value) => this.answered(value),
        (error: unknown) => this.failed(error),
      );
    } catch (error) {
      this.failed(error);
    }
  }

  answered(answer: Answer): void {
    let result: T;
    try {
      result = this.#question.read(answer);
    } catch (error) {
      return this.failed(error);
    }
    this.#end();
    this.#resolve(result);
  }

  failed(error: unknown): void {
    void this.#fail(error);
  }

  async #fail(error: unknown): Promise<void> {
    const { deadline } = this;
    const circumstances = { deadline, garbage: this.#garbage };
    try {
      const reason = await explained(this.#question, error, deadline);
      this.#request.calls.delete(this);
      const subject = this.#question.subject();
      this.#reject(await failure(this.#request, subject, reason, circumstances));
    } catch (other) {
      this.#reject(other);
    } finally {
      this.#end();
    }
  }

  #end(): void {
    this.#request.calls.delete(this);
    this.deadline.dispose();
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
  { connection, calls, closing, turns, mask, limit }: RequestContext,
  subject: RequestSubject,
  error: unknown,
  { deadline, garbage }: { deadline: CallDeadline; garbage: number },
): Promise<Error> {
  // Loaded before the turn: otherwise all requests that wait for the module would continue at once.
  const { requestError } = await import("./request-error.ts");
  await turns.next();
  const circumstances = { deadline, timeoutMs: limit.ms, mask, closed: closing.signal, garbage };
  if (deadline.reason === "timeout" && calls.size === 0) void connection.endUnlessAlive();
  return requestError(connection, subject, error, circumstances);
}
