import { deferred } from "../deferred.ts";

/** Why a run is stopped. */
export type StopReason = "timeout" | "cancelled";

/** How a run is stopped. Times are milliseconds. */
export interface RunStopOptions {
  timeoutMs: number;
  graceMs: number;
  signal?: AbortSignal | undefined;
  /** Interrupts the code. Called once. */
  interrupt: () => void;
}

/** Stops a run that does not end by itself: its code is interrupted and has a grace period to yield. */
export class RunStop {
  readonly #options: RunStopOptions;
  readonly #unyielding = deferred<undefined>();
  readonly #onAbort = (): void => this.ask("cancelled");
  #graceTimer: NodeJS.Timeout | undefined;
  #reason: StopReason | undefined;

  constructor(options: RunStopOptions) {
    this.#options = options;
    options.signal?.addEventListener("abort", this.#onAbort, { once: true });
  }

  /** Undefined until the run is stopped. */
  get reason(): StopReason | undefined {
    return this.#reason;
  }

  /** Resolves when the grace period is over. */
  get unyielding(): Promise<undefined> {
    return this.#unyielding.promise;
  }

  /** The first reason counts. */
  ask(reason: StopReason): void {
    if (this.#reason) return;
    this.#reason = reason;
    this.#options.interrupt();
    const giveUp = (): void => this.#unyielding.resolve(undefined);
    this.#graceTimer = setTimeout(giveUp, this.#options.graceMs);
  }

  /** A sentence for the run's reader: what happened, and its consequence. */
  sentence(consequence: string): string {
    const timedOut = `timed out after ${this.#options.timeoutMs / 1000} s`;
    return `${this.#reason === "cancelled" ? "cancelled" : timedOut}: ${consequence}`;
  }

  /** The run has ended and can no longer be stopped. */
  end(): void {
    clearTimeout(this.#graceTimer);
    this.#options.signal?.removeEventListener("abort", this.#onAbort);
  }
}
