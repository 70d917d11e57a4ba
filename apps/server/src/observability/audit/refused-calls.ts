// Code can make calls that are refused at a high rate. Without a limit, their lines would displace all others from the
// log.
import type { ToolCallEnd } from "../run-observer.ts";

/**
 * The number of refused calls of one run that get a line of their own. After these, one line is written for every ten
 * thousand calls, and one for the rest.
 */
const maxSingleLines = 1_000;
const maxCallsPerLine = 10_000;

/** Errors of calls that we refused: they reached no server. */
const refusedCodes: ReadonlySet<string> = new Set([
  "unknown-server",
  "unknown-tool",
  "invalid-arguments",
]);

/** Whether we refused the call, so that it reached no server. */
export function isRefused({ outcome, errorCode = "" }: Omit<ToolCallEnd, "durationMs">): boolean {
  return outcome === "denied" || refusedCodes.has(errorCode);
}

/** A summary of refused calls that have no line of their own. */
export interface RefusedCalls {
  count: number;
  /** Number of calls by error code. */
  errorCodes: Record<string, number>;
  /** When the first of these calls was made. */
  since: Date;
}

/** Counts the refused calls of one run. */
export interface RefusalCount {
  /** True if the call gets a line of its own. Otherwise it is counted. */
  isWrittenSingly(errorCode: string, startedAt: Date): boolean;
  /**
   * The summary to write now, if any: once enough calls have been counted, or, with `all`, of all that were counted.
   */
  take(all: boolean): RefusedCalls | undefined;
}

export function createRefusalCount(): RefusalCount {
  let singly = 0;
  let counted: RefusedCalls | undefined;
  return {
    isWrittenSingly(errorCode, startedAt) {
      singly += 1;
      if (singly <= maxSingleLines) return true;
      counted ??= { count: 0, errorCodes: {}, since: startedAt };
      counted.count += 1;
      counted.errorCodes[errorCode] = (counted.errorCodes[errorCode] ?? 0) + 1;
      return false;
    },
    take(all) {
      if (!counted || (!all && counted.count < maxCallsPerLine)) return undefined;
      const taken = counted;
      counted = undefined;
      return taken;
    },
  };
}
