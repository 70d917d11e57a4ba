/**
 * The end of a server, for any number of calls. With an AbortSignal, adding or removing a listener takes longer the
 * more there are; here only one listener is added to the signal.
 */
export class Closing {
  readonly #controller = new AbortController();
  readonly #listeners = new Set<() => void>();

  /** An AbortSignal, for the few that need one. */
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
