// Creating one of Node's AbortSignals and listening to it takes three microseconds and a kilobyte, more than everything
// else that is kept for a call. Calls are seldom cancelled, and most need no more than this.

/** Called when a signal is aborted: a function, or, as with every EventTarget, an object with this method. */
export type CancelListener = (() => void) | { handleEvent(): void };

/** What a call needs of an AbortSignal. Every AbortSignal is one. */
export interface CancelSignal {
  readonly aborted: boolean;
  readonly reason: unknown;
  /** Throws the reason. */
  throwIfAborted(): void;
  addEventListener(type: "abort", listener: CancelListener): void;
  removeEventListener(type: "abort", listener: CancelListener): void;
}

/** A signal and its controller in one. */
export class CancelSource implements CancelSignal {
  #aborted = false;
  #reason: unknown;
  /** A set takes as much as all else here, and most have one listener. */
  #first: CancelListener | undefined;
  #others: Set<CancelListener> | undefined;

  get aborted(): boolean {
    return this.#aborted;
  }

  get reason(): unknown {
    return this.#reason;
  }

  /** Aborts it at once; `when` decides when the listeners are called. */
  abort(reason: unknown, when: (tell: () => void) => void = (tell) => tell()): void {
    if (this.#aborted) return;
    this.#aborted = true;
    this.#reason = reason;
    if (!this.#first && !this.#others) return;
    when(() => {
      const listeners = [...(this.#first ? [this.#first] : []), ...(this.#others ?? [])];
      this.#first = this.#others = undefined;
      for (const listener of listeners) {
        if (typeof listener === "function") listener();
        else listener.handleEvent();
      }
    });
  }

  throwIfAborted(): void {
    if (this.#aborted) throw this.#reason;
  }

  /** As with an AbortSignal, a listener that is added too late is not called. */
  addEventListener(_type: "abort", listener: CancelListener): void {
    if (this.#aborted || listener === this.#first) return;
    if (this.#first || this.#others) (this.#others ??= new Set()).add(listener);
    else this.#first = listener;
  }

  removeEventListener(_type: "abort", listener: CancelListener): void {
    if (listener === this.#first) this.#first = undefined;
    else this.#others?.delete(listener);
  }
}

/** A real AbortSignal that follows this one, for code that needs one. */
export function abortSignalOf(signal: CancelSignal): AbortSignal {
  if (signal instanceof AbortSignal) return signal;
  const controller = new AbortController();
  const abort = (): void => controller.abort(signal.reason);
  if (signal.aborted) abort();
  signal.addEventListener("abort", abort);
  return controller.signal;
}
