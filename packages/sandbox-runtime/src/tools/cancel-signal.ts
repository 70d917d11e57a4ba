// To make one of Node's AbortSignals and to listen to it takes three microseconds and a kilobyte, more than the rest of
// what is noted of a call. A call is seldom cancelled: most need no more than is here.

/** What a call needs of an AbortSignal. Every AbortSignal is one. */
export interface CancelSignal {
  readonly aborted: boolean;
  readonly reason: unknown;
  /** Throws the reason. */
  throwIfAborted(): void;
  addEventListener(type: "abort", listener: () => void): void;
  removeEventListener(type: "abort", listener: () => void): void;
}

/** A signal and its controller in one. */
export class CancelSource implements CancelSignal {
  #aborted = false;
  #reason: unknown;
  /** A set takes as much as all else here, and most have one listener. */
  #first: (() => void) | undefined;
  #others: Set<() => void> | undefined;
  #controller: AbortController | undefined;

  get aborted(): boolean {
    return this.#aborted;
  }

  get reason(): unknown {
    return this.#reason;
  }

  /** The same for whoever needs more of a signal; made when it is first asked for. */
  get signal(): AbortSignal {
    if (!this.#controller) {
      this.#controller = new AbortController();
      if (this.#aborted) this.#controller.abort(this.#reason);
    }
    return this.#controller.signal;
  }

  /** Whether somebody has asked for `signal`, which is aborted when it is told only. */
  get hasSignal(): boolean {
    return this.#controller !== undefined;
  }

  /** The default reason is an AbortController's. */
  abort(reason: unknown = abortReason()): void {
    this.mark(reason);
    this.tell();
  }

  /** It is aborted from here on; whoever listens hears of it when it is told. */
  mark(reason: unknown): void {
    if (this.#aborted) return;
    this.#aborted = true;
    this.#reason = reason;
  }

  /** Tells whoever listens, where it is aborted. */
  tell(): void {
    if (!this.#aborted) return;
    const listeners = [...(this.#first ? [this.#first] : []), ...(this.#others ?? [])];
    this.#first = this.#others = undefined;
    for (const listener of listeners) listener();
    this.#controller?.abort(this.#reason);
  }

  throwIfAborted(): void {
    if (this.#aborted) throw this.#reason;
  }

  /** As with an AbortSignal, one that comes too late is not called. */
  addEventListener(_type: "abort", listener: () => void): void {
    if (this.#aborted || listener === this.#first) return;
    if (this.#first || this.#others) (this.#others ??= new Set()).add(listener);
    else this.#first = listener;
  }

  removeEventListener(_type: "abort", listener: () => void): void {
    if (listener === this.#first) this.#first = undefined;
    else this.#others?.delete(listener);
  }
}

/** An AbortController's. */
export function abortReason(): DOMException {
  return new DOMException("This operation was aborted", "AbortError");
}
