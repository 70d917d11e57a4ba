import { AccessError } from "./access-error.ts";

/** Counts the calls of every session's current run. */
export interface CallBudget {
  /** Throws `call-limit` for the first call too many, and every one after it. */
  spend(call: { session: string; run: string; server: string; tool: string }): void;
}

/** @param limit calls that one run may make; 0: no limit */
export function createCallBudget(limit: number): CallBudget {
  // Runs of a session take turns, so one count for each is enough.
  const counts = new Map<string, { run: string; calls: number }>();
  return {
    spend({ session, run, server, tool }) {
      if (limit === 0) return;
      const current = counts.get(session);
      const calls = (current?.run === run ? current.calls : 0) + 1;
      counts.set(session, { run, calls });
      if (calls <= limit) return;
      throw new AccessError(
        "call-limit",
        `This run has made ${limit} tool calls, which is as many as one may make. ` +
          "Spread the work over several runs, or raise MCP_BRIDGE_MAX_TOOL_CALLS (0 is no limit).",
        { server, tool },
      );
    },
  };
}
