import type { OutputChunk } from "../run-outcome.ts";

/** Options of one run. */
export interface RunOptions {
  /** By which `CallContext.run` names it, unique in the process; default a random one. */
  id?: string | undefined;
  /** Milliseconds; the runtime's own time-out where it is left out. */
  timeoutMs?: number | undefined;
  /** Interrupts the run; its variables stay. */
  signal?: AbortSignal | undefined;
  /**
   * Called with what the code prints, while it prints. Where it throws, or rejects before the run has ended, the run is cancelled and
   * rejects with that error.
   */
  onOutput?: ((chunk: OutputChunk) => void) | undefined;
  /** Told what takes long before the code runs, such as the pull of an image. */
  onStatus?: ((status: string) => void) | undefined;
}
