import { deferred } from "../deferred.ts";

/** Why a run is stopped. */
export type StopReason = "timeout" | "cancelled";

/** How a run is stopped. Times are milliseconds. */
export interface RunStopOptions {
  timeoutMs: number;
  graceMs: number;
  signal?: AbortSignal | undefined;
  /** Asks the code to yield. Called once. */
  interrupt: () => void;
}

/** The end of a run that does not end by itself: its code is asked to yield, and given a grace period for it. */
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

  /** Undefined until it is stopped. */
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

  /** What happened and what came of it, in a sentence for the run's reader. */
  sentence(consequence: string): string {
    const timedOut = `timed out after ${this.#options.timeoutMs / 1000} s`;
    return `${this.#reason === "cancelled" ? "cancelled" : timedOut}: ${consequence}`;
  }

  /** The run has ended: it can be stopped no more. */
  end(): void {
    clearTimeout(this.#graceTimer);
    this.#options.signal?.removeEventListener("abort", this.#onAbort);
  }
}
