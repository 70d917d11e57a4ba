// The calls of one run: accepted within limits, passed to the host, and answered while the code waits for them.
import type { CallResult } from "../protocol/host-frames.ts";
import type { LongTexts } from "../protocol/long-texts.ts";
import type { Call } from "../protocol/sandbox-frames.ts";
import { abortAll } from "../tools/abort-all.ts";
import { answerCall } from "../tools/answer-call.ts";
import { KnownTexts } from "../tools/call-json.ts";
import { CancelSource } from "../tools/cancel-signal.ts";
import type { CallContext, ToolHost } from "../tools/tool-host.ts";
import { CallReports } from "./call-reports.ts";
import { QuestionTurns, type TakenQuestion } from "./question-turns.ts";
import type { RunClock } from "./run-clock.ts";
import type { HeldFrame, SandboxConnection } from "../connection/sandbox-connection.ts";

const maxWaitingCalls = 20_000;
/** Of all waiting calls together. */
const maxWaitingCharacters = 128 * 1024 * 1024;
/** Each reads all files, so their number is limited to keep the host responsive. */
const maxSavedLists = 100;

/** The run that makes the calls. */
export interface AskingRun {
  id: string;
  session: string;
  host: ToolHost;
  clock: RunClock;
  notify: (notice: string) => void;
}

/** What is kept for a call until it is answered. */
class HeldQuestion implements TakenQuestion {
  readonly frame: Call;
  readonly json: KnownTexts;
  readonly held: HeldFrame;
  readonly cancel = new CancelSource();
  readonly #answer: (question: HeldQuestion, answered: () => void) => void;

  constructor(
    frame: Call,
    json: KnownTexts,
    held: HeldFrame,
    answer: (question: HeldQuestion, answered: () => void) => void,
  ) {
    this.frame = frame;
    this.json = json;
    this.held = held;
    this.#answer = answer;
  }

  get method(): string {
    return this.frame.method;
  }

  begin(answered: () => void): void {
    this.#answer(this, answered);
  }
}

/** The calls of one run that are in progress or wait. */
export class RunCalls {
  readonly #connection: SandboxConnection;
  readonly #run: AskingRun;
  readonly #turns = new QuestionTurns();
  readonly #reports: CallReports;
  readonly #key = Object.freeze({});
  readonly #waiting = new Map<number, HeldQuestion>();
  // One function for all calls instead of one for each of thousands.
  readonly #begin = (question: HeldQuestion, answered: () => void): void =>
    this.#answer(question, answered);
  #savedLists = 0;
  #isStopped = false;

  constructor(connection: SandboxConnection, run: AskingRun) {
    this.#connection = connection;
    this.#run = run;
    this.#reports = new CallReports(connection);
  }

  /** Answers the call, or refuses it, when its turn comes. */
  take(frame: Call, texts: LongTexts | undefined): void {
    const connection = this.#connection;
    if (this.#waiting.has(frame.id)) return connection.violate("a call id that is in use");
    const problem = this.#problemOf(frame);
    if (problem !== undefined) return this.#refuse(frame, problem);
    const held = connection.hold(texts);
    if (connection.askedBytes > maxWaitingCharacters) {
      connection.release(held);
      return this.#refuse(
        frame,
        `questions of more than ${maxWaitingCharacters / 1024 ** 2} MiB wait already: await some of them first`,
      );
    }
    const question = new HeldQuestion(frame, new KnownTexts(texts), held, this.#begin);
    this.#waiting.set(frame.id, question);
    this.#turns.take(question);
  }

  /** The code no longer waits for this call. */
  cancel(id: number): void {
    this.#reports.forget(id);
    this.#waiting.get(id)?.cancel.abort();
  }

  /** Cancels all calls at once, since nothing may be done for a run that has ended. No more are accepted. */
  stop(): void {
    this.#isStopped = true;
    abortAll([...this.#waiting.values()].map(({ cancel }) => cancel));
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

  #refuse({ id }: Call, message: string, code = "refused"): void {
    this.#connection.send({ type: "call-result", id, ok: false, error: { code, message } });
  }

  #answer(question: HeldQuestion, answered: () => void): void {
    const { frame, json, cancel } = question;
    const { id, reports: wanted } = frame;
    const { clock, host, id: run, notify, session } = this.#run;
    let stops: Set<() => void> | undefined;
    const context: CallContext = {
      session,
      run,
      runKey: this.#key,
      cancelSignal: cancel,
      get signal() {
        return cancel.signal;
      },
      json,
      notify,
      stopClock() {
        // A cancelled call does not stop the clock, whether or not its host has noticed that it was cancelled.
        if (cancel.aborted) return () => {};
        const give = clock.stop();
        const held = (stops ??= new Set());
        const resume = (): void => {
          held.delete(resume);
          cancel.removeEventListener("abort", resume);
          give();
        };
        cancel.addEventListener("abort", resume);
        held.add(resume);
        return resume;
      },
    };
    if (wanted?.includes("progress")) {
      context.onProgress = (progress) => {
        if (this.#isAwaited(question)) this.#reports.progress(id, progress);
      };
    }
    if (wanted?.includes("log")) {
      context.onLog = (message) => {
        if (this.#isAwaited(question)) this.#reports.log(id, message);
      };
    }
    const take = (result: CallResult): void => {
      for (const resume of stops ?? []) resume();
      if (this.#isAwaited(question)) this.#send(frame, result, json.texts);
      this.#waiting.delete(id);
      this.#connection.release(question.held);
      answered();
    };
    answerCall(host, frame, context, this.#connection.savedTools, take);
  }

  #isAwaited({ frame, cancel }: HeldQuestion): boolean {
    return !cancel.aborted && this.#waiting.has(frame.id);
  }

  #send(frame: Call, result: CallResult, texts: LongTexts | undefined): void {
    this.#reports.finish(frame.id);
    try {
      this.#connection.send(result, texts);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      const message = `the answer cannot be handed to the sandbox (${reason}): ask for less at a time`;
      this.#refuse(frame, message, "call-failed");
    }
  }
}
