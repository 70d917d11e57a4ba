// Code may make calls that are refused as fast as it can. Without a bound their lines would push all others out of the log.
import type { ToolCallEnd } from "../run-observer.ts";

/** Of one run: as many are written singly, and after them one line for each ten thousand and one for the rest. */
const mostSingly = 1_000;
const mostTogether = 10_000;

/** Refused by us: no server has heard of these. */
const refusedCodes: ReadonlySet<string> = new Set([
  "unknown-server",
  "unknown-tool",
  "invalid-arguments",
]);

/** Whether we refused the call, so that no server has heard of it. */
export function isRefused({ outcome, errorCode = "" }: Omit<ToolCallEnd, "durationMs">): boolean {
  return outcome === "denied" || refusedCodes.has(errorCode);
}

/** Refused calls of which nothing but this is written. */
export interface RefusedCalls {
  count: number;
  /** Code of the error → how many. */
  errorCodes: Record<string, number>;
  /** When the first of them was made. */
  since: Date;
}

/** Counts the refused calls of one run. */
export interface RefusalCount {
  /** True: it has a line of its own. Else it is counted. */
  isWrittenSingly(errorCode: string, startedAt: Date): boolean;
  /** What was counted and is to be written now, if anything: enough of it, or `all` there is. */
  take(all: boolean): RefusedCalls | undefined;
}

export function createRefusalCount(): RefusalCount {
  let singly = 0;
  let counted: RefusedCalls | undefined;
  return {
    isWrittenSingly(errorCode, startedAt) {
      singly += 1;
      if (singly <= mostSingly) return true;
      counted ??= { count: 0, errorCodes: {}, since: startedAt };
      counted.count += 1;
      counted.errorCodes[errorCode] = (counted.errorCodes[errorCode] ?? 0) + 1;
      return false;
    },
    take(all) {
      if (!counted || (!all && counted.count < mostTogether)) return undefined;
      const taken = counted;
      counted = undefined;
      return taken;
    },
  };
}
