/** Text that a run printed; `OutputChunk`s are in the order in which it was printed. */
export interface OutputChunk {
  stream: "stdout" | "stderr";
  text: string;
}

/** An image that a run showed. */
export interface RunImage {
  /** Such as `image/png`. */
  mimeType: string;
  /** Base64. */
  data: string;
}

/** How user code failed. */
export interface RunError {
  /** The name of the exception's class, such as `KeyError`. */
  type: string;
  message: string;
  /** As Python prints it, with the user's own lines only. */
  traceback?: string;
}

/** How a run ended, whatever the code did. */
export interface RunOutcome {
  /** `timeout` and `cancelled` runs were interrupted by the host. */
  status: "ok" | "error" | "timeout" | "cancelled";
  /** What was printed, in order, within the option `outputLimit`. */
  output: OutputChunk[];
  /** `repr` of the last expression's value, unless that is None. */
  value?: string;
  /** With `error` only. */
  error?: RunError;
  /** What `display(image)` showed, and open matplotlib figures. */
  images: RunImage[];
  /** Sentences for the reader, such as that state was lost and why, or that another runtime is used. */
  notices: string[];
  /** True if the sandbox had to be killed: the next run starts with nothing. */
  stateLost: boolean;
  /** Milliseconds from when the code was sent to the sandbox to its end. */
  durationMs: number;
}
