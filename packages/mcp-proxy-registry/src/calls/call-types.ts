import type { CancelSignal } from "../cancelling/cancel-signal.ts";
import type { CatalogTool } from "../catalog/catalog-types.ts";
import type { CallJson } from "./call-json.ts";

/** Options of one call. */
export interface CallOptions {
  /** Ends the wait and tells the server that the call is cancelled. */
  signal?: CancelSignal | undefined;
  /** Milliseconds; counted anew at every progress report. */
  timeoutMs?: number | undefined;
  /** Asks the server for progress reports. */
  onProgress?: ((progress: ToolProgress) => void) | undefined;
  /** Told what the server logs while the call is under way. Servers do not say which call a message belongs to. */
  onLog?: ((message: CallLogMessage) => void) | undefined;
  /**
   * Told which tool is about to be called, when its name and arguments have been found right and nothing has been
   * sent; what it throws ends the call. For whoever decided about the tool earlier: it may have changed since.
   */
  admit?: ((tool: CatalogTool) => void) | undefined;
  /**
   * The arguments are as `checkArguments` gave them for this tool: they are sent just so, or not at all where the tool
   * has changed and they do not fit any more.
   */
  checkedFor?: CatalogTool | undefined;
  /** Whether an `unknown-tool` error names the nearest tools, which takes time to find; default true. */
  suggest?: boolean | undefined;
  /** Handed to the client features with every question that the server asks while the call is under way. */
  context?: unknown;
  /** Writes and reads the JSON of this call, where it is sent to a process. Default: `JSON`. */
  json?: CallJson | undefined;
}

/** What a tool answered, as MCP defines it. `isError` is the tool's own word and no exception. */
export interface CallToolResult {
  content: ToolContent[];
  structuredContent?: Record<string, unknown>;
  isError?: boolean;
  /** What the server says beside the result; its keys are the server's own. */
  _meta?: Record<string, unknown>;
}

/** A block of a result, `{type: "text", text}` for one. Blocks of unknown types are passed on. */
export type ToolContent = { type: string } & Record<string, unknown>;

/** A report of a running call. `progress` grows; its unit is the server's own. */
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
