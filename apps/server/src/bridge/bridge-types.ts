import type { AskWhen, UnusableServer } from "@mcp-code-execution/config";
import type { ClientFeatures, LogEvent } from "@mcp-code-execution/mcp-proxy-registry";
import type { OutputMode, RunReport } from "@mcp-code-execution/output-formatters";
import type { HeldBytes, RunOptions, RuntimeName } from "@mcp-code-execution/sandbox-runtime";
import type { Approve } from "../access/approval.ts";
import type { GuardedRegistry } from "../access/guard-registry.ts";
import type { GuardedServer } from "../access/guarded-server.ts";
import type { AuditLogOptions } from "../observability/audit/create-audit-log.ts";
import type { RunClient } from "../observability/run-observer.ts";
import type { TelemetryOptions } from "../observability/telemetry/create-telemetry.ts";
import type { ToolCallProgress } from "../tool-host/report-tool-progress.ts";

/** The options of a bridge. Each comment names the default. */
export interface BridgeOptions {
  /** Upstream servers by name, and which of their tools may be called. */
  servers?: Record<string, GuardedServer> | undefined;
  /** Servers that are configured and cannot be used, and why: what code that uses one by name is told; default none. */
  unusable?: readonly UnusableServer[] | undefined;
  /** Which calls a person must allow, unless `tools.ask` of the server says otherwise; default `never`. */
  ask?: AskWhen | undefined;
  /** Asks a person. Default: the bridge's user cannot be asked; `createServer` asks through its client's elicitation. */
  approve?: Approve | undefined;
  /** Tool calls that one run may make; default 10,000; 0: no limit. */
  maxToolCalls?: number | undefined;
  /** The client features that upstream servers may use; default none; `createServer` takes them from its own client. */
  clientFeatures?: (() => ClientFeatures) | undefined;
  /** Default `auto`. */
  runtime?: RuntimeName | undefined;
  /** Seconds a run may take; default 300. */
  timeoutSeconds?: number | undefined;
  /** Seconds a server or a sandbox may take to start; default 60. */
  startupTimeoutSeconds?: number | undefined;
  /** Bytes of memory of a sandbox, at least 32 MiB; default 512 MiB. */
  memoryLimitBytes?: number | undefined;
  /** Processes and threads of a sandbox, at least 8; default 128. */
  pidsLimit?: number | undefined;
  /** For containers: any image with python3; default the one built here, else the published one. */
  image?: string | undefined;
  /** For containers: processors, such as 1.5; default no limit. */
  cpus?: number | undefined;
  /** For containers: `uid:gid` of the code, or `each` for a different user in each sandbox; default `65534:65534`. */
  containerUser?: string | undefined;
  /** For containers: an OCI runtime that the engine knows. */
  ociRuntime?: string | undefined;
  /** Sandboxes that are started before they are needed; default 0. */
  warm?: number | undefined;
  /** Sandboxes that are kept at once; beyond that, the one idle for longest is ended; default 16, over HTTP 4. */
  maxSandboxes?: number | undefined;
  /** Seconds after which an idle session is ended; default 0, never. */
  idleTimeoutSeconds?: number | undefined;
  /** The limit on memory that the host holds for sandboxes, to be shared with other bridges of the process. */
  held?: HeldBytes | undefined;
  /** How results are written; default `compact`. */
  outputMode?: OutputMode | undefined;
  /** The folder of saved tools; default in the user's data folder; false disables saving. */
  savedToolsFolder?: string | false | undefined;
  /** The folder of logins to servers behind URLs; default in the user's data folder; false disables logins. */
  loginsFolder?: string | false | undefined;
  /** Added to the result of the first run, for example what is wrong with the configuration. */
  notices?: readonly string[] | undefined;
  /** Where runs and tool calls are recorded; default nowhere. */
  auditLog?: AuditLogOptions | undefined;
  /** What the spans contain, if the process has an OpenTelemetry SDK. */
  telemetry?: TelemetryOptions | undefined;
  /** Called with each log message. */
  onLog?: ((event: LogEvent) => void) | undefined;
}

/** Options of one run. Its id is the bridge's. */
export interface BridgeRunOptions extends Omit<RunOptions, "id"> {
  /** The session's name; default `default`. */
  session?: string | undefined;
  /** The client, for the audit log and the spans. */
  client?: RunClient | undefined;
  /** Passed back with every question to a person that a call of this run causes. */
  caller?: unknown;
  /** Called with the progress of the run's upstream calls. */
  onToolProgress?: ((progress: ToolCallProgress) => void) | undefined;
}

/** The registry, the search index and the sandbox, composed: code in, report out. */
export interface Bridge {
  readonly timeoutSeconds: number;
  readonly outputMode: OutputMode;
  /** The registry behind the gate: lists, finds and calls only what code may. */
  readonly registry: GuardedRegistry;
  /**
   * Starts what can be started before the first run. Never throws: what fails here fails again in the run, which
   * reports it.
   */
  prepare(): Promise<void>;
  /** Never throws because of what code does or because a sandbox fails: both are reports. */
  run(code: string, options?: BridgeRunOptions): Promise<RunReport>;
  /**
   * Replaces all servers and their rules. Unchanged servers keep running; code sees the new ones in its next run, whose
   * result says what changed.
   * @param notices sentences to add to that result
   * @param unusable as the option
   */
  setServers(
    servers: Record<string, GuardedServer>,
    notices?: readonly string[],
    unusable?: readonly UnusableServer[],
  ): Promise<void>;
  /** The `caller` option of a run in progress. */
  callerOf(run: string): unknown;
  /** Ends every sandbox and every upstream server. */
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}
