import type { CancelSignal } from "../cancelling/cancel-signal.ts";

/** Options of a request to a server. */
export interface AskOptions {
  signal?: CancelSignal | undefined;
  /** Whether an `unknown-tool` error names the nearest tools, which takes time to find; default true. */
  suggest?: boolean | undefined;
  /** Any value; code in front of a registry can use it to identify the caller. */
  context?: unknown;
}
