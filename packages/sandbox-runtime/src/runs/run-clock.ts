const longestTimerMs = 2 ** 31 - 1;
/**
 * Questions to a person for which the clock stops. Otherwise, code that causes questions all the time would never time
 * out.
 */
const maxQuestions = 100;

/** The time-out of a run. It is paused while anybody holds a stop, for a limited number of questions. */
export class RunClock {
  readonly #onTimeout: () => void;
  #leftMs: number;
  #startedAt = 0;
  #stops = 0;
  #questions = 0;
  #isCounted = false;
  #timer: NodeJS.Timeout | undefined;
  #ended = false;

  constructor(timeoutMs: number, onTimeout: () => void) {
    this.#leftMs = timeoutMs;
    this.#onTimeout = onTimeout;
    this.#go();
  }

  /** Pauses the clock. Returns the function that releases the stop; calling it again does nothing. */
  stop(): () => void {
    this.#countQuestion();
    if (this.#questions > maxQuestions) return () => {};
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

  /** Stops of one turn, such as those of all calls that wait for one server, count as one question. */
  #countQuestion(): void {
    if (this.#isCounted) return;
    this.#isCounted = true;
    this.#questions += 1;
    queueMicrotask(() => (this.#isCounted = false));
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
