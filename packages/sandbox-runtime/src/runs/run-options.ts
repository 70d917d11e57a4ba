import type { OutputChunk } from "../run-outcome.ts";

/** Options of one run. */
export interface RunOptions {
  /** The run's id in `CallContext.run`, unique in the process. Default: a random one. */
  id?: string | undefined;
  /** Milliseconds. Default: the runtime's time-out. */
  timeoutMs?: number | undefined;
  /** Interrupts the run; variables are kept. */
  signal?: AbortSignal | undefined;
  /**
   * Called with what the code prints, while it runs. If it throws, or rejects before the run has ended, the run is
   * cancelled and rejects with that error.
   */
  onOutput?: ((chunk: OutputChunk) => void) | undefined;
  /** Called with what takes long before the code runs, such as the pull of an image. */
  onStatus?: ((status: string) => void) | undefined;
}

export const runOptionNames: Record<keyof RunOptions, true> = {
  id: true,
  timeoutMs: true,
  signal: true,
  onOutput: true,
  onStatus: true,
};
