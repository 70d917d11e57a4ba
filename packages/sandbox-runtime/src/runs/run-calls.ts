// The calls of one run: accepted within limits, passed to the host, and answered while the code waits for them.
import type { CallResult } from "../protocol/host-frames.ts";
import type { LongTexts } from "../protocol/long-texts.ts";
import type { Call } from "../protocol/sandbox-frames.ts";
import { abortAll } from "../tools/abort-all.ts";
import { answerCall } from "../tools/answer-call.ts";
import { CallReports } from "./call-reports.ts";
import { type AskingRun, type CallOwner, HeldCall } from "./held-call.ts";
import { QuestionTurns } from "./question-turns.ts";
import type { SandboxConnection } from "../connection/sandbox-connection.ts";

const maxWaitingCalls = 20_000;
/** Of all waiting calls together. */
const maxWaitingBytes = 128 * 1024 * 1024;
/** Each reads all files, so their number is limited to keep the host responsive. */
const maxSavedLists = 100;

/** The calls of one run that are in progress or wait. */
export class RunCalls implements CallOwner {
  readonly #connection: SandboxConnection;
  readonly run: AskingRun;
  readonly #turns = new QuestionTurns();
  readonly #reports: CallReports;
  readonly key: object = Object.freeze({});
  readonly #waiting = new Map<number, HeldCall>();
  #savedLists = 0;
  #isStopped = false;

  constructor(connection: SandboxConnection, run: AskingRun) {
    this.#connection = connection;
    this.run = run;
    this.#reports = new CallReports(connection);
  }

  /** Answers the call, or refuses it, when its turn comes. */
  take(frame: Call, texts: LongTexts | undefined): void {
    const connection = this.#connection;
    if (this.#waiting.has(frame.id)) return connection.violate("a call id that is in use");
    const problem = this.#problemOf(frame);
    if (problem !== undefined) return this.#refuse(frame, problem);
    const held = connection.hold(texts);
    if (connection.askedBytes > maxWaitingBytes) {
      connection.release(held);
      return this.#refuse(
        frame,
        `questions of more than ${maxWaitingBytes / 1024 ** 2} MiB wait already: await some of them first`,
      );
    }
    const call = new HeldCall(this, frame, texts, held);
    this.#waiting.set(frame.id, call);
    this.#turns.take(call);
  }

  /** The code no longer waits for this call. */
  cancel(id: number): void {
    this.#reports.forget(id);
    this.#waiting.get(id)?.abort();
  }

  /** Cancels all calls at once, since nothing may be done for a run that has ended. No more are accepted. */
  stop(): void {
    this.#isStopped = true;
    abortAll(this.#waiting.values());
  }

  /** Stops, and drops what is not answered yet. */
  end(): void {
    this.stop();
    this.#reports.end();
    this.#waiting.clear();
  }

  /** Why a call is refused, whatever it asks for. */
  #problemOf({ method }: Call): string | undefined {
    if (this.#isStopped) return "this run was stopped: it can ask for nothing more";
    if (this.#waiting.size >= maxWaitingCalls) {
      return `${maxWaitingCalls} calls wait already: await some of them first`;
    }
    if (method === "saved.list" && (this.#savedLists += 1) > maxSavedLists) {
      return `the saved tools were listed ${maxSavedLists} times in this run already`;
    }
    return undefined;
  }

  #refuse({ id }: Pick<Call, "id">, message: string, code = "refused"): void {
    this.#connection.send({ type: "call-result", id, ok: false, error: { code, message } });
  }

  /** Starts answering it. */
  begin(call: HeldCall): void {
    const { id, reports: wanted } = call;
    if (wanted?.includes("progress")) {
      call.onProgress = (progress) => {
        if (this.#isAwaited(call)) this.#reports.progress(id, progress);
      };
    }
    if (wanted?.includes("log")) {
      call.onLog = (message) => {
        if (this.#isAwaited(call)) this.#reports.log(id, message);
      };
    }
    answerCall(this.run.host, call, this.#connection.savedTools);
  }

  /** Passes the answer on, if the code still waits for it. */
  finish(call: HeldCall, result: CallResult): void {
    if (this.#isAwaited(call)) this.#send(call, result, call.json.texts);
    this.#waiting.delete(call.id);
    this.#connection.release(call.held);
  }

  #isAwaited({ id, aborted }: HeldCall): boolean {
    return !aborted && this.#waiting.has(id);
  }

  #send(call: HeldCall, result: CallResult, texts: LongTexts | undefined): void {
    this.#reports.finish(call.id);
    try {
      this.#connection.send(result, texts);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      const message = `the answer cannot be handed to the sandbox (${reason}): ask for less at a time`;
      this.#refuse(call, message, "call-failed");
    }
  }
}
