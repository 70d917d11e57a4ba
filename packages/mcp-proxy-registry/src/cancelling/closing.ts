/** Something that ends when a server is closed. */
export interface ClosingListener {
  closed(): void;
}

/**
 * The end of a server, for any number of calls. With an AbortSignal, adding or removing a listener takes longer the
 * more there are; here only one listener is added to the signal.
 */
export class Closing {
  readonly #controller = new AbortController();
  readonly #listeners = new Set<ClosingListener>();

  /** An AbortSignal, for the few that need one. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** `why` is the reason of the signal. */
  close(why: Error): void {
    if (this.signal.aborted) return;
    this.#controller.abort(why);
    for (const listener of this.#listeners) listener.closed();
    this.#listeners.clear();
  }

  add(listener: ClosingListener): void {
    this.#listeners.add(listener);
  }

  delete(listener: ClosingListener): void {
    this.#listeners.delete(listener);
  }
}
