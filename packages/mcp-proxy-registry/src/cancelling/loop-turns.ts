// Spreads work over turns of the event loop. One event may make thousands of calls end or continue: a server starts or
// ends, or a run is stopped. Since one thread serves all servers and runs, that must not block the others.

/** Pieces of work in one turn of the event loop. */
const maxPerTurn = 64;

export class LoopTurns {
  #waiting: (() => void)[] = [];
  #taken = 0;
  #isTurnAsked = false;

  /** Does the work at once, or in a later turn of the event loop, in order. Work must not throw. */
  take(work: () => void): void {
    if (this.#waiting.length === 0 && this.#taken < maxPerTurn) {
      this.#taken += 1;
      return work();
    }
    this.#waiting.push(work);
    this.#ask();
  }

  /** Resolves at once, or in a later turn. */
  next(): Promise<void> {
    return new Promise((resolve) => this.take(resolve));
  }

  // Requested only when needed: a few pieces of work need no turn of their own, and counting those of earlier turns
  // does no harm.
  #ask(): void {
    if (this.#isTurnAsked) return;
    this.#isTurnAsked = true;
    setImmediate(() => this.#turn());
  }

  #turn(): void {
    this.#isTurnAsked = false;
    const now = this.#waiting.splice(0, maxPerTurn);
    this.#taken = now.length;
    for (const work of now) work();
    if (this.#waiting.length > 0) this.#ask();
  }
}
