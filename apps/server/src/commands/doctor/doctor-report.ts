import type { ConfigSource, SkippedEntry } from "@mcp-code-execution/config";
import type { RuntimeReport } from "@mcp-code-execution/sandbox-runtime";

/** Everything that `doctor` finds; `--json` prints it unchanged. */
export interface DoctorReport {
  version: string;
  node: string;
  platform: string;
  runtime: RuntimeFindings;
  sources: ConfigSource[];
  servers: ServerFindings[];
  shadowed: ShadowedEntry[];
  skipped: SkippedEntry[];
  /** Sentences, each with its solution. Empty if everything works. */
  problems: string[];
}

/** Findings about the runtime. */
export interface RuntimeFindings {
  /** The value of `MCP_BRIDGE_RUNTIME`. */
  asked: string;
  /** The runtime in use; absent if there is none. */
  name?: string;
  /** Why it was chosen. */
  reason?: string;
  image?: string;
  /** The version of Python in the sandbox. */
  python?: string;
  /** Milliseconds until a first line of Python had run. */
  startMs?: number;
  limits: { memoryBytes: number; pids: number; timeoutSeconds: number };
  /** What each runtime can do on this machine. */
  runtimes: RuntimeReport[];
}

/** The result of starting one server. */
export interface ServerFindings {
  name: string;
  alias: string;
  /** Label of the source. */
  source: string;
  status: "ready" | "failed";
  /** Milliseconds until it listed its tools or failed. */
  durationMs: number;
  tools?: number;
  /** Why it failed, with the command to try by hand. */
  problem?: string;
}

/** An entry that is not used because an earlier source has one of the same name. */
export interface ShadowedEntry {
  name: string;
  source: string;
  /** Label of the source that comes first. */
  by: string;
}
