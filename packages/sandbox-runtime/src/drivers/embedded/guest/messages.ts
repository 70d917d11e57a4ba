/** The worker's first message; every later one is a line of the host. */
export interface WorkerStart {
  /** Pyodide's folder. */
  pyodide: string;
  /** Path of Pyodide's memory after its start, where there is one. */
  snapshot?: string | undefined;
  /** `[0]`: Pyodide's interrupt buffer. `[1]`: 1 while user code may be interrupted. */
  control: Int32Array<SharedArrayBuffer>;
  kernel: { files: Record<string, string>; outputLimit: number };
}

/** The interpreter has ended, and why. */
export interface WorkerMessage {
  failed: string;
}
