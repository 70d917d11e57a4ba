import type { OutputChunk } from "../run-outcome.ts";

/**
 * A caller's `onOutput`. If it throws, the run is cancelled and the error is kept for the caller, so that it is not
 * taken for a failure of the sandbox.
 */
export class OutputListener {
  failure: { error: unknown } | undefined;
  readonly #onOutput: (chunk: OutputChunk) => void;
  readonly #outer: AbortSignal | undefined;
  readonly #abort = new AbortController();
  readonly #onAbort = (): void => this.#abort.abort();

  constructor(onOutput: (chunk: OutputChunk) => void, signal: AbortSignal | undefined) {
    this.#onOutput = onOutput;
    this.#outer = signal;
    if (signal?.aborted) this.#abort.abort();
    else signal?.addEventListener("abort", this.#onAbort, { once: true });
  }

  /** Aborted with the caller's signal, or if `onOutput` throws. */
  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  readonly tell = (chunk: OutputChunk): void => {
    if (this.failure) return;
    try {
      const told: unknown = this.#onOutput(chunk);
      // A listener may be async: an unhandled rejection would end the process.
      if (told instanceof Promise) told.catch(this.#fail);
    } catch (error) {
      this.#fail(error);
    }
  };

  readonly #fail = (error: unknown): void => {
    this.failure ??= { error };
    this.#abort.abort();
  };

  end(): void {
    this.#outer?.removeEventListener("abort", this.#onAbort);
  }
}
