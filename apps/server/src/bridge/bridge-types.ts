import type { AskWhen } from "@mcp-code-execution/config";
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

/** What a bridge is made of. What is left out has the default that its line names. */
export interface BridgeOptions {
  /** Upstream servers by name, and which of their tools may be called. */
  servers?: Record<string, GuardedServer> | undefined;
  /** Tools whose calls a person must allow, where `tools.ask` of their server does not say; default `never`. */
  ask?: AskWhen | undefined;
  /** Asks a person. Default: the bridge's user cannot be asked; `createServer` asks through its client's elicitation. */
  approve?: Approve | undefined;
  /** Tool calls that one run may make; default 10,000; 0: no limit. */
  maxToolCalls?: number | undefined;
  /** What upstream servers may ask of their client; default nothing; `createServer`: what its own client can do. */
  clientFeatures?: (() => ClientFeatures) | undefined;
  /** Default `auto`. */
  runtime?: RuntimeName | undefined;
  /** Seconds a run may take; default 300. */
  timeoutSeconds?: number | undefined;
  /** Seconds a server or a sandbox may take to start; default 60. */
  startupTimeoutSeconds?: number | undefined;
  /** Bytes of memory of a sandbox; default 512 MiB. */
  memoryLimitBytes?: number | undefined;
  /** Processes and threads of a sandbox; default 128. */
  pidsLimit?: number | undefined;
  /** For containers: any image with python3; default the one built here, else the published one. */
  image?: string | undefined;
  /** For containers: processors, such as 1.5; default no limit. */
  cpus?: number | undefined;
  /** For containers: `uid:gid` of the code; default `65534:65534`. */
  containerUser?: string | undefined;
  /** For containers: an OCI runtime that the engine knows. */
  ociRuntime?: string | undefined;
  /** Sandboxes that wait ready before they are asked for; default 0. */
  warm?: number | undefined;
  /** Sandboxes that are kept at once, of which the one idle for longest makes room; default 16, over HTTP 4. */
  maxSandboxes?: number | undefined;
  /** Seconds after which an idle session is ended; default 0, never. */
  idleTimeoutSeconds?: number | undefined;
  /** Shared with other bridges of the process: the bound on what is held for the sandboxes of all of them. */
  held?: HeldBytes | undefined;
  /** How results are written; default `compact`. */
  outputMode?: OutputMode | undefined;
  /** Where saved tools are kept; default the user's data folder; false: none can be saved. */
  savedToolsFolder?: string | false | undefined;
  /** Where logins to servers behind URLs are kept; default the user's data folder; false: there are none. */
  loginsFolder?: string | false | undefined;
  /** Said with the result of the first run, for example what is wrong with the configuration. */
  notices?: readonly string[] | undefined;
  /** Where runs and tool calls are recorded; default nowhere. */
  auditLog?: AuditLogOptions | undefined;
  /** What the spans hold, where the process has an OpenTelemetry SDK. */
  telemetry?: TelemetryOptions | undefined;
  /** What is worth a line in a log. */
  onLog?: ((event: LogEvent) => void) | undefined;
}

/** Options of one run. */
export interface BridgeRunOptions extends RunOptions {
  session?: string | undefined;
  /** Who asks, for the audit log and the spans. */
  client?: RunClient | undefined;
  /** Handed back with every question that a call of this run raises. */
  caller?: unknown;
  /** Told how far the upstream calls of the run are. */
  onToolProgress?: ((progress: ToolCallProgress) => void) | undefined;
}

/** The registry, the search index and the sandbox, composed: code in, report out. */
export interface Bridge {
  readonly timeoutSeconds: number;
  readonly outputMode: OutputMode;
  /** Through the gate: it lists, finds and calls what code may. */
  readonly registry: GuardedRegistry;
  /**
   * Starts what can be started before the first run. Never throws: what fails here fails again at the run, and is told
   * there.
   */
  prepare(): Promise<void>;
  /** Never throws for what code does or a sandbox suffers: both are reports. */
  run(code: string, options?: BridgeRunOptions): Promise<RunReport>;
  /**
   * Takes the place of all servers and their rules. Servers that are as they were keep running; code sees the new ones
   * at its next run, whose result says what changed.
   * @param notices sentences that this result holds, too
   */
  setServers(servers: Record<string, GuardedServer>, notices?: readonly string[]): Promise<void>;
  /** The `caller` of the options of a run that is going on. */
  callerOf(run: string): unknown;
  /** Ends every sandbox and every upstream server. */
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}
