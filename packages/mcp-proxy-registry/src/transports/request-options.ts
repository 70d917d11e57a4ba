import type { CallJson } from "../calls/call-json.ts";
import type { ToolProgress } from "../calls/call-types.ts";
import type { CancelSignal } from "../cancelling/cancel-signal.ts";

/** Options of one request. */
export interface RequestOptions {
  /** Cancels this request only. */
  signal: CancelSignal;
  /** Encodes and parses the JSON, if messages are written by our own code. */
  json?: CallJson | undefined;
  onProgress?: ((progress: ToolProgress) => void) | undefined;
}

/** Whoever waits for the answer to a request: told one of the two, once. */
export interface Asker<Answer = Record<string, unknown>> {
  answered(answer: Answer): void;
  failed(error: unknown): void;
}
