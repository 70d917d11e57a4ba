/** The only argument of `main`. */
export interface GuestOptions {
  /** Pyodide's folder. */
  pyodide: string;
  /** Path of the snapshot of Pyodide's memory after its start, if there is one. */
  snapshot?: string | undefined;
  /** Bytes by which the process may grow once user code is running. */
  memoryBytes: number;
  /** The stack of the thread that runs Python. */
  stackMegabytes: number;
}

/**
 * The worker's data. A message to the worker is one or more lines of the host, separated by line breaks, or the bytes
 * of a long line.
 */
export interface WorkerStart extends GuestOptions {
  /** URL of the module that it runs. */
  module: string;
  /** `[0]`: Pyodide's interrupt buffer. `[1]`: 1 while user code may be interrupted. */
  control: Int32Array<SharedArrayBuffer>;
  /** `[0]`: number of runs started. `[1]`: that number when the worker last stood still. User code cannot reach it. */
  standstill: Int32Array<SharedArrayBuffer>;
  kernel: { files: Record<string, string>; outputLimit: number };
}

/** The interpreter is loaded and no user code has run, or it has ended, and why. */
export type WorkerMessage = { type: "loaded" } | { type: "failed"; reason: string };

/** The process's exit code when its memory is used up. */
export const outOfMemoryExitCode = 71;
