/** How a run's text is written: plain text, TOON or JSON. */
export type OutputMode = "compact" | "toon" | "json";

/**
 * How a run ended. `lost` means that the sandbox itself died: killed, out of memory, or cut off after
 * breaking the protocol.
 */
export type RunStatus = "ok" | "error" | "timeout" | "cancelled" | "lost";

/** A piece of what a run printed; it may end anywhere, also in the middle of a line. */
export interface OutputChunk {
  stream: "stdout" | "stderr";
  text: string;
}

/** What a run raised. */
export interface RunError {
  /** The exception's class name, e.g. `ValueError`. */
  type: string;
  message: string;
  /** The traceback as Python prints it, its last line being the exception. */
  traceback?: string | undefined;
}

/** An image that a run showed. */
export interface RunImage {
  mimeType: string;
  /** Base64. */
  data: string;
}

/** The outcome of a code run, of whatever status: a failed run also holds what it printed before. */
export interface RunReport {
  status: RunStatus;
  /** In the order of printing; neighbours may be of the same stream. */
  output: readonly OutputChunk[];
  /** Display text of the last expression's value. */
  value?: string | undefined;
  error?: RunError | undefined;
  /** Sentences to the reader: state was lost, output was cut, a call was never awaited. */
  notices?: readonly string[] | undefined;
  images?: readonly RunImage[] | undefined;
  /** Milliseconds. Only compact text uses it, and only to say after how long a run timed out. */
  durationMs?: number | undefined;
}
