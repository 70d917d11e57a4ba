import type { AskOptions, CatalogTool } from "@mcp-code-execution/mcp-proxy-registry";
import type { Approvals } from "./approvals.ts";
import { contextOf } from "./call-context.ts";

/** Waits for a person's yes; rejects without one. */
export type ObtainApproval = (
  tool: CatalogTool,
  args: Record<string, unknown>,
  ask: AskOptions,
) => Promise<void>;

/** While a person is asked, the time of the run stands still. `callerOf` gives the `caller` of a run's options. */
export function createObtainApproval(
  approvals: Approvals,
  callerOf: (run: string) => unknown,
): ObtainApproval {
  return async (tool, args, ask) => {
    const context = contextOf(ask);
    const { session = "default", run = "", runKey } = context ?? {};
    const signal = ask.signal ?? new AbortController().signal;
    const caller = callerOf(run);
    const goOn = context?.stopClock();
    try {
      await approvals.obtain({ tool, arguments: args, session, runKey, caller, signal });
    } finally {
      goOn?.();
    }
  };
}
