import type { RunReport } from "@mcp-code-execution/output-formatters";
import { byteSize } from "../terminal/units.ts";

/** The limits that a run may have reached. */
export interface Limits {
  /** The time limit of this run. */
  timeoutMs: number;
  /** The highest time limit that a run may request. */
  timeoutSeconds: number;
  memoryLimitBytes: number;
}

/** What a person can do if a run has reached a limit that a setting controls. */
export function settingNotices(report: RunReport, limits: Limits): string[] {
  const { timeoutMs, timeoutSeconds } = limits;
  if (report.status === "timeout") {
    return timeoutMs < timeoutSeconds * 1000
      ? [`a run may be given up to ${timeoutSeconds} s here`]
      : ["MCP_BRIDGE_TIMEOUT sets how long a run may take"];
  }
  if (report.error?.type === "MemoryError") {
    return [
      `a sandbox has ${byteSize(limits.memoryLimitBytes)} of memory here, which MCP_BRIDGE_MEMORY_LIMIT sets`,
    ];
  }
  if (report.error?.traceback?.includes("raise its start-up time-out") === true) {
    return [
      "MCP_BRIDGE_STARTUP_TIMEOUT sets how long servers may take to start, `startupTimeout` of an entry that of one",
    ];
  }
  return [];
}
