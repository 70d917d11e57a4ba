/** The format of a run's text: plain text, TOON or JSON. */
export type OutputMode = "compact" | "toon" | "json";

/**
 * How a run ended. `lost` means that the sandbox itself ended: it was killed, ran out of memory, or broke the protocol.
 */
export type RunStatus = "ok" | "error" | "timeout" | "cancelled" | "lost";

/** A piece of a run's output; it may end anywhere, even in the middle of a line. */
export interface OutputChunk {
  stream: "stdout" | "stderr";
  text: string;
}

/** The exception that a run raised. */
export interface RunError {
  /** The exception's class name, e.g. `ValueError`. */
  type: string;
  message: string;
  /** The traceback as Python prints it; its last line is the exception. */
  traceback?: string | undefined;
}

/** An image that a run displayed. */
export interface RunImage {
  mimeType: string;
  /** Base64. */
  data: string;
}

/** The outcome of a code run, whatever its status: a failed run also contains what it printed before. */
export interface RunReport {
  status: RunStatus;
  /** In the order of printing; consecutive pieces may belong to the same stream. */
  output: readonly OutputChunk[];
  /** Display text of the last expression's value. */
  value?: string | undefined;
  error?: RunError | undefined;
  /** Sentences for the reader: that state was lost, output was truncated, or a call was never awaited. */
  notices?: readonly string[] | undefined;
  images?: readonly RunImage[] | undefined;
  /** Milliseconds. Only compact text uses it, to say after how long a run timed out. */
  durationMs?: number | undefined;
}
