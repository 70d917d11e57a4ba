import type { CancelSignal } from "../cancelling/cancel-signal.ts";

/** Options of a question to a server. */
export interface AskOptions {
  signal?: CancelSignal | undefined;
  /** Whether an `unknown-tool` error names the nearest tools, which takes time to find; default true. */
  suggest?: boolean | undefined;
  /** Anything; whatever stands before a registry can tell by it for whom it is asked. */
  context?: unknown;
}
