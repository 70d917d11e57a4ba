/** Text that a run printed; `OutputChunk`s are in the order in which it was printed. */
export interface OutputChunk {
  stream: "stdout" | "stderr";
  text: string;
}

/** An image that a run showed; `data` is base64. */
export interface RunImage {
  mimeType: string;
  data: string;
}

/** How user code failed; `traceback` shows its own lines only. */
export interface RunError {
  type: string;
  message: string;
  traceback?: string;
}

/** How a run ended, whatever the code did. */
export interface RunOutcome {
  /** `timeout` and `cancelled` runs were interrupted by the host. */
  status: "ok" | "error" | "timeout" | "cancelled";
  output: OutputChunk[];
  /** `repr` of the last expression's value, unless that is None. */
  value?: string;
  error?: RunError;
  images: RunImage[];
  /** Sentences for the reader, such as that state was lost and why, or that another runtime is used. */
  notices: string[];
  /** True if the sandbox had to be killed: the next run starts with nothing. */
  stateLost: boolean;
  durationMs: number;
}
