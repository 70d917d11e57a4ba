// Thousands of calls may end, or go on, because of one thing: a server that starts or goes, a run that is stopped. All
// servers and runs are served in one thread, which the others must not wait for.

/** What one turn of the event loop does of it. */
const mostInTurn = 64;

export class LoopTurns {
  #waiting: (() => void)[] = [];
  #taken = 0;
  #isTurnAsked = false;

  /** Does the work at once, or in a later turn of the event loop, after what came before it. Work never throws. */
  take(work: () => void): void {
    if (this.#waiting.length === 0 && this.#taken < mostInTurn) {
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

  // Asked for no sooner: few at a time need no turn of their own, and what was counted in turns before is no harm.
  #ask(): void {
    if (this.#isTurnAsked) return;
    this.#isTurnAsked = true;
    setImmediate(() => this.#turn());
  }

  #turn(): void {
    this.#isTurnAsked = false;
    const now = this.#waiting.splice(0, mostInTurn);
    this.#taken = now.length;
    for (const work of now) work();
    if (this.#waiting.length > 0) this.#ask();
  }
}
