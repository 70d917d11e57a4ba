// One of Node's timers takes as much time and memory as everything else that can end a call. Most calls of a server have
// the same limit, so they reach it in the order in which they began, and one timer is enough for all of them.

/** Milliseconds, about 24 days. Node's timers fire at once if they are set to more. */
export const longestTimerMs: number = 2 ** 31 - 1;

/** A call whose time is limited. */
export interface LimitedCall {
  /** When its time is up, in milliseconds of `performance.now()`. Set by the limit. */
  dueAt: number;
  timeIsUp(): void;
}

/** A time limit, and the calls that have it. */
export class TimeLimit {
  /** Infinity, or more than the longest timer, is none. */
  readonly ms: number;
  /** In the order in which their time is up. */
  readonly #calls = new Set<LimitedCall>();
  #timer: NodeJS.Timeout | undefined;

  constructor(ms: number) {
    this.ms = ms;
  }

  /** Starts the time of a call, or starts it anew. */
  start(call: LimitedCall): void {
    call.dueAt = performance.now() + this.ms;
    if (this.ms > longestTimerMs) return;
    this.#calls.delete(call);
    this.#calls.add(call);
    this.#timer ??= setTimeout(ring, this.ms, this);
  }

  /** Ends it. */
  stop(call: LimitedCall): void {
    if (!this.#calls.delete(call) || this.#calls.size > 0) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  /** Ends the calls whose time is up, and waits for the next. */
  ring(): void {
    this.#timer = undefined;
    const now = performance.now();
    for (const call of this.#calls) {
      if (call.dueAt > now) {
        this.#timer ??= setTimeout(ring, call.dueAt - now, this);
        return;
      }
      this.#calls.delete(call);
      call.timeIsUp();
    }
  }
}

// One function for all limits instead of one for each timer.
function ring(limit: TimeLimit): void {
  limit.ring();
}
