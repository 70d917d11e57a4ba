const longestTimerMs = 2 ** 31 - 1;

/** The time-out of a run: it stands still while anybody holds a stop. */
export class RunClock {
  readonly #onTimeout: () => void;
  #leftMs: number;
  #startedAt = 0;
  #stops = 0;
  #timer: NodeJS.Timeout | undefined;
  #ended = false;

  constructor(timeoutMs: number, onTimeout: () => void) {
    this.#leftMs = timeoutMs;
    this.#onTimeout = onTimeout;
    this.#go();
  }

  /** Returns the function that gives the stop back; calling it again does nothing. */
  stop(): () => void {
    this.#stops += 1;
    if (this.#stops === 1) this.#pause();
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      this.#stops -= 1;
      if (this.#stops === 0) this.#go();
    };
  }

  end(): void {
    this.#ended = true;
    clearTimeout(this.#timer);
  }

  #go(): void {
    if (this.#ended) return;
    this.#startedAt = performance.now();
    this.#timer = setTimeout(this.#onTimeout, Math.min(this.#leftMs, longestTimerMs));
  }

  #pause(): void {
    clearTimeout(this.#timer);
    this.#leftMs = Math.max(0, this.#leftMs - (performance.now() - this.#startedAt));
  }
}
