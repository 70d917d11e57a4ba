import { setMaxListeners } from "node:events";
import { type CancelSignal, CancelSource } from "../cancelling/cancel-signal.ts";
import type { Closing, ClosingListener } from "../cancelling/closing.ts";
import type { LoopTurns } from "../cancelling/loop-turns.ts";
import { type LimitedCall, longestTimerMs, type TimeLimit } from "./time-limit.ts";

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
  limit: TimeLimit,
  caller: CancelSignal | undefined,
  closing: Closing,
  turns: LoopTurns,
): CallDeadline {
  return new Deadline(limit, caller, closing, turns);
}

/** It is its own signal, since thousands of calls may wait at once. */
class Deadline extends CancelSource implements CallDeadline, ClosingListener, LimitedCall {
  dueAt = 0;
  readonly #limit: TimeLimit;
  readonly #caller: CancelSignal | undefined;
  readonly #closing: Closing;
  readonly #turns: LoopTurns;
  /** While it is held: the time that it has left. */
  #leftMs = 0;
  /** After that it has a timer of its own. */
  #timer: NodeJS.Timeout | undefined;
  #holds = 0;
  #isStopped = false;

  constructor(
    limit: TimeLimit,
    caller: CancelSignal | undefined,
    closing: Closing,
    turns: LoopTurns,
  ) {
    super();
    this.#limit = limit;
    this.#caller = caller;
    this.#closing = closing;
    this.#turns = turns;
    limit.start(this);
    closing.add(this);
    if (closing.signal.aborted) this.closed();
    if (!caller) return;
    // Node warns if one signal has many listeners, such as those of fifty calls.
    if (caller instanceof EventTarget) setMaxListeners(0, caller);
    caller.addEventListener("abort", this);
    if (caller.aborted) this.handleEvent();
  }

  get signal(): CancelSignal {
    return this;
  }

  override get reason(): GivenUp | undefined {
    return super.reason as GivenUp | undefined;
  }

  restart(): void {
    this.#stopTime();
    this.#leftMs = this.#limit.ms;
    if (this.#holds === 0) this.#goOn();
  }

  hold(): () => void {
    if (this.#holds === 0) {
      this.#stopTime();
      this.#leftMs = Math.max(this.dueAt - performance.now(), 0);
    }
    this.#holds += 1;
    let isHeld = true;
    return () => {
      if (!isHeld) return;
      isHeld = false;
      this.#holds -= 1;
      if (this.#holds === 0) this.#goOn();
    };
  }

  /** The caller cancels. */
  handleEvent(): void {
    this.#giveUp("cancelled");
  }

  /** The server is closed. */
  closed(): void {
    this.#giveUp("closed");
  }

  dispose(): void {
    this.#isStopped = true;
    this.#stopTime();
    this.#caller?.removeEventListener("abort", this);
    this.#closing.delete(this);
  }

  timeIsUp(): void {
    this.#giveUp("timeout");
  }

  #stopTime(): void {
    this.#limit.stop(this);
    if (this.#timer) clearTimeout(this.#timer);
  }

  #goOn(): void {
    if (this.#isStopped) return;
    if (this.#leftMs === this.#limit.ms) return this.#limit.start(this);
    this.dueAt = performance.now() + this.#leftMs;
    if (this.#leftMs > longestTimerMs) return;
    this.#timer = setTimeout(() => this.timeIsUp(), this.#leftMs);
  }

  #giveUp(why: GivenUp): void {
    this.abort(why, (tell) =>
      this.#turns.take(() => {
        if (!this.#isStopped) tell();
      }),
    );
  }
}
