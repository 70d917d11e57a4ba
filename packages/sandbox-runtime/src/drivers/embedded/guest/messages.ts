/** The only argument of `main`. */
export interface GuestOptions {
  /** Pyodide's folder. */
  pyodide: string;
  /** Path of Pyodide's memory after its start, where there is one. */
  snapshot?: string | undefined;
  /** Bytes by which the process may grow once user code runs. */
  memoryBytes: number;
  /** The stack of the thread that runs Python. */
  stackMegabytes: number;
}

/**
 * The worker's data. A message to it is a line of the host or several, with line breaks between them, or the bytes of a
 * long one.
 */
export interface WorkerStart extends GuestOptions {
  /** URL of the module that it runs. */
  module: string;
  /** `[0]`: Pyodide's interrupt buffer. `[1]`: 1 while user code may be interrupted. */
  control: Int32Array<SharedArrayBuffer>;
  /** `[0]`: runs that were started. `[1]`: how many there were when it stood still. User code has no way to it. */
  standstill: Int32Array<SharedArrayBuffer>;
  kernel: { files: Record<string, string>; outputLimit: number };
}

/** The interpreter is loaded and no user code has run, or it has ended, and why. */
export type WorkerMessage = { type: "loaded" } | { type: "failed"; reason: string };

/** How the process ends when its memory is used up. */
export const outOfMemoryExitCode = 71;
