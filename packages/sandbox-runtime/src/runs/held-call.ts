import type { LongTexts } from "../protocol/long-texts.ts";
import type { CallResult } from "../protocol/host-frames.ts";
import type { Call } from "../protocol/sandbox-frames.ts";
import type { AskedCall } from "../tools/answer-call.ts";
import { KnownTexts } from "../tools/call-json.ts";
import { CancelSource } from "../tools/cancel-signal.ts";
import type { CallLog, CallProgress, ToolHost } from "../tools/tool-host.ts";
import type { HeldFrame } from "../connection/sandbox-connection.ts";
import type { TakenQuestion } from "./question-turns.ts";
import type { RunClock } from "./run-clock.ts";

/** The run that makes the calls. */
export interface AskingRun {
  id: string;
  session: string;
  host: ToolHost;
  clock: RunClock;
  notify: (notice: string) => void;
}

/** What the calls of a run have in common. */
export interface CallOwner {
  readonly run: AskingRun;
  readonly key: object;
  /** Starts answering the call. */
  begin(call: HeldCall): void;
  /** The host has answered it. */
  finish(call: HeldCall, result: CallResult): void;
}

/**
 * What is kept for a call until it is answered, and what its host learns about it. One object with few functions of its
 * own, which is its own signal too, since thousands of calls may wait at once.
 */
export class HeldCall extends CancelSource implements TakenQuestion, AskedCall {
  // Not the frame: its text that names the run would be kept with it.
  readonly id: number;
  readonly method: string;
  readonly params: Record<string, unknown>;
  readonly reports: Call["reports"];
  readonly json: KnownTexts;
  readonly held: HeldFrame;
  onProgress?: (progress: CallProgress) => void;
  onLog?: (message: CallLog) => void;
  readonly #owner: CallOwner;
  #answered: (() => void) | undefined;
  #stops: Set<() => void> | undefined;

  constructor(owner: CallOwner, frame: Call, texts: LongTexts | undefined, held: HeldFrame) {
    super();
    this.#owner = owner;
    this.id = frame.id;
    this.method = frame.method;
    this.params = frame.params;
    this.reports = frame.reports;
    this.json = new KnownTexts(texts);
    this.held = held;
  }

  get session(): string {
    return this.#owner.run.session;
  }

  get run(): string {
    return this.#owner.run.id;
  }

  get runKey(): object {
    return this.#owner.key;
  }

  get cancelSignal(): CancelSource {
    return this;
  }

  // Getters, so that a host may take these two from the call, as in `{notify}`.
  get notify(): (notice: string) => void {
    return this.#owner.run.notify;
  }

  get stopClock(): () => () => void {
    return () => this.#stopClock();
  }

  #stopClock(): () => void {
    // A cancelled call does not stop the clock, whether or not its host has noticed that it was cancelled.
    if (this.aborted) return () => {};
    const give = this.#owner.run.clock.stop();
    const held = (this.#stops ??= new Set());
    const resume = (): void => {
      held.delete(resume);
      this.removeEventListener("abort", resume);
      give();
    };
    this.addEventListener("abort", resume);
    held.add(resume);
    return resume;
  }

  begin(answered: () => void): void {
    this.#answered = answered;
    this.#owner.begin(this);
  }

  answer(result: CallResult): void {
    for (const resume of this.#stops ?? []) resume();
    this.#owner.finish(this, result);
    this.#answered?.();
  }
}
