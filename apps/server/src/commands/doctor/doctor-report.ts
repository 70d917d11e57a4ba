import type { ConfigSource, SkippedEntry } from "@mcp-code-execution/config";
import type { RuntimeReport } from "@mcp-code-execution/sandbox-runtime";

/** Everything that `doctor` finds out; `--json` prints it as it is. */
export interface DoctorReport {
  version: string;
  node: string;
  platform: string;
  runtime: RuntimeFindings;
  sources: ConfigSource[];
  servers: ServerFindings[];
  shadowed: ShadowedEntry[];
  skipped: SkippedEntry[];
  /** Whole sentences, each with its mend. Where there are none, all is in order. */
  problems: string[];
}

/** What was found out about where code runs. */
export interface RuntimeFindings {
  /** As `MCP_BRIDGE_RUNTIME` asks. */
  asked: string;
  /** The one that code runs in; missing where there is none. */
  name?: string;
  /** Why it was chosen. */
  reason?: string;
  image?: string;
  /** Of the Python in the sandbox. */
  python?: string;
  /** Milliseconds until a first line of Python had run. */
  startMs?: number;
  limits: { memoryBytes: number; pids: number; timeoutSeconds: number };
  /** What each runtime of this machine is good for. */
  runtimes: RuntimeReport[];
}

/** What came of starting one server. */
export interface ServerFindings {
  name: string;
  alias: string;
  /** Label of the source. */
  source: string;
  status: "ready" | "failed";
  /** Milliseconds until it had listed its tools, or had failed. */
  durationMs: number;
  tools?: number;
  /** Why it failed, with the command to try by hand. */
  problem?: string;
}

/** An entry that another source's entry of the same name is used in place of. */
export interface ShadowedEntry {
  name: string;
  source: string;
  /** Label of the source that comes first. */
  by: string;
}
