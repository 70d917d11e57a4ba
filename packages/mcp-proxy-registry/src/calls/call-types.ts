import type { CancelSignal } from "../cancelling/cancel-signal.ts";
import type { CatalogTool } from "../catalog/catalog-types.ts";
import type { CallJson } from "./call-json.ts";

/** Options of one call. */
export interface CallOptions {
  /** Cancels the call, and notifies the server. */
  signal?: CancelSignal | undefined;
  /** Milliseconds; restarted at every progress report. */
  timeoutMs?: number | undefined;
  /** Asks the server for progress reports. */
  onProgress?: ((progress: ToolProgress) => void) | undefined;
  /** Called with what the server logs during the call. Servers do not say which call a message belongs to. */
  onLog?: ((message: CallLogMessage) => void) | undefined;
  /**
   * Called with the tool, after its name and arguments were validated and before anything is sent; what it throws ends
   * the call. For code that decided about the tool earlier: it may have changed since.
   */
  admit?: ((tool: CatalogTool) => void) | undefined;
  /**
   * The arguments are the result of `checkArguments` for this tool. They are sent unchanged, or not at all if the tool
   * has changed and they no longer fit.
   */
  checkedFor?: CatalogTool | undefined;
  /** Whether an `unknown-tool` error names the nearest tools, which takes time to find; default true. */
  suggest?: boolean | undefined;
  /** Passed to the client features with every question that the server asks during the call. */
  context?: unknown;
  /** Encodes and parses the JSON of this call, if it is sent to a process. Default: `JSON`. */
  json?: CallJson | undefined;
}

/** A tool's answer, as MCP defines it. With `isError` the tool reports an error; it is not thrown. */
export interface CallToolResult {
  content: ToolContent[];
  structuredContent?: Record<string, unknown>;
  isError?: boolean;
  /** Additional data of the server; the server defines its keys. */
  _meta?: Record<string, unknown>;
}

/** A block of a result, `{type: "text", text}` for one. Blocks of unknown types are passed on. */
export type ToolContent = { type: string } & Record<string, unknown>;

/** Progress of a running call. `progress` increases; the server decides its unit. */
export interface ToolProgress {
  progress: number;
  total?: number;
  message?: string;
}

/** What a server writes to its MCP log. */
export interface CallLogMessage {
  /** A syslog level: `debug`, `info`, `notice`, `warning`, `error`, `critical`, `alert`, `emergency`. */
  level: string;
  logger?: string;
  data: unknown;
}

/** A log message and where it comes from. */
export interface ServerLogMessage extends CallLogMessage {
  server: string;
}
