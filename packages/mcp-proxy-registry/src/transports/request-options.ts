import type { CallJson } from "../calls/call-json.ts";
import type { ToolProgress } from "../calls/call-types.ts";
import type { CancelSignal } from "../cancelling/cancel-signal.ts";

/** Options of one request. */
export interface RequestOptions {
  /** Of this request alone. */
  signal: CancelSignal;
  /** Writes and reads the JSON, where messages are written here. */
  json?: CallJson | undefined;
  onProgress?: ((progress: ToolProgress) => void) | undefined;
}
