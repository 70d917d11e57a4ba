import { AccessError } from "./access-error.ts";
import { createRunNotes } from "./run-notes.ts";

/** Counts the calls of every run. */
export interface CallBudget {
  /** Throws `call-limit` for every call beyond the limit. */
  spend(call: { runKey: object; server: string; tool: string }): void;
}

/** @param limit calls that one run may make; 0: no limit */
export function createCallBudget(limit: number): CallBudget {
  const counts = createRunNotes(() => ({ calls: 0 }));
  return {
    spend({ runKey, server, tool }) {
      if (limit === 0) return;
      const count = counts.of(runKey);
      count.calls += 1;
      if (count.calls <= limit) return;
      throw new AccessError(
        "call-limit",
        `This run has made ${limit} tool calls, which is as many as one may make. ` +
          "Spread the work over several runs, or raise MCP_BRIDGE_MAX_TOOL_CALLS (0 is no limit).",
        { server, tool },
      );
    },
  };
}
