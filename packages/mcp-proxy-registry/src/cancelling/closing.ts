/**
 * The end of a server, for any number of calls. Of an AbortSignal each listener that comes or goes costs a look at all
 * the others; here only the first has to do with the signal.
 */
export class Closing {
  readonly #controller = new AbortController();
  readonly #listeners = new Set<() => void>();

  /** For the few that want a signal. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** `why` is the reason of the signal. */
  close(why: Error): void {
    if (this.signal.aborted) return;
    this.#controller.abort(why);
    for (const listener of this.#listeners) listener();
    this.#listeners.clear();
  }

  add(listener: () => void): void {
    this.#listeners.add(listener);
  }

  delete(listener: () => void): void {
    this.#listeners.delete(listener);
  }
}
