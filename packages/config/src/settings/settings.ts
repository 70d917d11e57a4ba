import type { AskWhen } from "../entry/tool-rules.ts";

/** The image that runs where `MCP_BRIDGE_IMAGE` is not set and no image was built locally. */
export const defaultImage: string = "ghcr.io/elusznik/mcp-code-execution:latest";

/** The settings of the `MCP_BRIDGE_*` variables, checked, with defaults filled in. */
export interface Settings {
  /** `MCP_BRIDGE_RUNTIME`, default `auto`: podman, else docker, else embedded. */
  runtime: "auto" | "podman" | "docker" | "embedded";
  /** `MCP_BRIDGE_IMAGE`; `undefined` where not set, so that a locally built image can come before `defaultImage`. */
  image: string | undefined;
  /** `MCP_BRIDGE_TIMEOUT`, default 300: seconds a run may take. */
  timeoutSeconds: number;
  /** `MCP_BRIDGE_OUTPUT_MODE`, default `compact`. */
  outputMode: "compact" | "toon" | "json";
  /** `MCP_BRIDGE_MEMORY_LIMIT`, default 512 MiB, in bytes. */
  memoryLimitBytes: number;
  /** `MCP_BRIDGE_PIDS_LIMIT`, default 128: processes and threads in a sandbox. */
  pidsLimit: number;
  /** `MCP_BRIDGE_CPUS`: processors of a container, such as 1.5; `undefined`: as many as there are. */
  cpus: number | undefined;
  /**
   * `MCP_BRIDGE_CONTAINER_USER`: `uid` or `uid:gid` of the code in a container, or `each` for a different user in each;
   * `undefined`: 65534:65534.
   */
  containerUser: string | undefined;
  /** `MCP_BRIDGE_OCI_RUNTIME`: an OCI runtime that the engine knows, such as `runsc`; `undefined`: the engine's own. */
  ociRuntime: string | undefined;
  /** `MCP_BRIDGE_WARM`, default 1: sandboxes that are started before they are needed. */
  warm: number;
  /** `MCP_BRIDGE_IDLE_TIMEOUT`, default 3600: seconds after which an idle session is ended; 0: never. */
  idleTimeoutSeconds: number;
  /** `MCP_BRIDGE_STARTUP_TIMEOUT`, default 60: seconds for a server's start or an image's pull. */
  startupTimeoutSeconds: number;
  /** `MCP_BRIDGE_ASK`, default `never`: which calls a person must allow, unless a server's entry says otherwise. */
  ask: AskWhen;
  /** `MCP_BRIDGE_MAX_TOOL_CALLS`, default 10,000: tool calls a run may make; 0: no limit. */
  maxToolCalls: number;
  /** `MCP_BRIDGE_PROJECT_CONFIG`, default `read`: whether the working directory's file may name servers. */
  projectConfig: "read" | "ignore";
  /** `MCP_BRIDGE_LOG_LEVEL`, default `info`: the lowest level that is written to stderr. */
  logLevel: LogLevel;
  /** `MCP_BRIDGE_AUDIT_LOG`: the file, as written, that records every tool call; `undefined`: none. */
  auditLog: string | undefined;
  /** `MCP_BRIDGE_AUDIT_ARGUMENTS`, default `digest`: how the audit log records the arguments of calls. */
  auditArguments: "digest" | "full";
  /** `MCP_BRIDGE_AUDIT_FAILURE`, default `continue`: whether code runs while the audit log cannot be written. */
  auditFailure: "continue" | "stop";
  /** `MCP_BRIDGE_AUDIT_SIZE`, default 1 GiB, in bytes: what all files of the audit log may take; `Infinity`: no limit. */
  auditBytes: number;
  /**
   * `MCP_BRIDGE_HTTP_TOKEN`: the bearer token that clients of the HTTP server must show, or several with commas
   * between.
   */
  httpToken: string | undefined;
}

/** The lowest level that is logged. */
export type LogLevel = "debug" | "info" | "warning" | "error";
