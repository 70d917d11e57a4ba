import { setMaxListeners } from "node:events";
import { type CancelSignal, CancelSource } from "../cancelling/cancel-signal.ts";
import type { Closing, ClosingListener } from "../cancelling/closing.ts";
import type { LoopTurns } from "../cancelling/loop-turns.ts";

/** Milliseconds, about 24 days. Node's timers fire at once if they are set to more. */
export const longestTimerMs: number = 2 ** 31 - 1;

/** Why a call was ended early. */
export type GivenUp = "timeout" | "cancelled" | "closed";

/** A signal that ends one call: the time is up, the caller cancels, or the registry closes. */
export interface CallDeadline {
  readonly signal: CancelSignal;
  readonly reason: GivenUp | undefined;
  /** Restarts the time limit. */
  restart(): void;
  /** Pauses the time until each returned function has been called. */
  hold(): () => void;
  /** Stops the timer and the listening to signals. */
  dispose(): void;
}

/**
 * Must be disposed of after the call: the signals live longer and would keep every call in memory.
 * @param turns in which the signal's listeners are called; it is aborted at once
 */
export function createDeadline(
  timeoutMs: number,
  caller: CancelSignal | undefined,
  closing: Closing,
  turns: LoopTurns,
): CallDeadline {
  return new Deadline(timeoutMs, caller, closing, turns);
}

class Deadline implements CallDeadline, ClosingListener {
  readonly signal = new CancelSource();
  readonly #timeoutMs: number;
  readonly #caller: CancelSignal | undefined;
  readonly #closing: Closing;
  readonly #turns: LoopTurns;
  readonly #cancel = (): void => this.#giveUp("cancelled");
  #reason: GivenUp | undefined;
  #timer: NodeJS.Timeout | undefined;
  #leftMs: number;
  #since = 0;
  #holds = 0;
  #isStopped = false;

  constructor(
    timeoutMs: number,
    caller: CancelSignal | undefined,
    closing: Closing,
    turns: LoopTurns,
  ) {
    this.#timeoutMs = timeoutMs;
    this.#leftMs = timeoutMs;
    this.#caller = caller;
    this.#closing = closing;
    this.#turns = turns;
    this.#run();
    // Node warns if one signal has many listeners, such as those of fifty calls.
    if (caller instanceof EventTarget) setMaxListeners(0, caller);
    caller?.addEventListener("abort", this.#cancel);
    closing.add(this);
    if (closing.signal.aborted) this.closed();
    if (caller?.aborted) this.#cancel();
  }

  get reason(): GivenUp | undefined {
    return this.#reason;
  }

  restart(): void {
    clearTimeout(this.#timer);
    this.#leftMs = this.#timeoutMs;
    if (this.#holds === 0) this.#run();
  }

  hold(): () => void {
    if (this.#holds === 0) {
      clearTimeout(this.#timer);
      this.#leftMs = Math.max(this.#leftMs - (performance.now() - this.#since), 0);
    }
    this.#holds += 1;
    let isHeld = true;
    return () => {
      if (!isHeld) return;
      isHeld = false;
      this.#holds -= 1;
      if (this.#holds === 0) this.#run();
    };
  }

  /** The server is closed. */
  closed(): void {
    this.#giveUp("closed");
  }

  dispose(): void {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    this.#caller?.removeEventListener("abort", this.#cancel);
    this.#closing.delete(this);
  }

  #run(): void {
    this.#since = performance.now();
    if (this.#isStopped || this.#leftMs > longestTimerMs) return;
    this.#timer = setTimeout(timeIsUp, this.#leftMs, this);
  }

  timeIsUp(): void {
    this.#giveUp("timeout");
  }

  #giveUp(why: GivenUp): void {
    this.#reason ??= why;
    this.signal.abort(why, (tell) =>
      this.#turns.take(() => {
        if (!this.#isStopped) tell();
      }),
    );
  }
}

// One function for all deadlines instead of one for each.
function timeIsUp(deadline: Deadline): void {
  deadline.timeIsUp();
}
