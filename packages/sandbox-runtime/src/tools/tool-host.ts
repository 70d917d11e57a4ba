import type { ServerHandle } from "../protocol/host-frames.ts";
import type { CallJson } from "./call-json.ts";
import type { CancelSignal } from "./cancel-signal.ts";
import type { SavedToolStore } from "./saved-tool-store.ts";

/**
 * What sandboxed code may ask its host. The sandbox only asks; whoever implements this decides.
 * A method that throws an error with a string `code` raises the matching Python exception;
 * calling a method that is left out is an error that says so.
 */
export interface ToolHost {
  /** The servers that user code sees, asked for at the start of every run. */
  listServers(): readonly ServerHandle[];
  callTool(request: ToolCallRequest, context: CallContext): Promise<ToolResult>;
  searchTools(request: ToolSearchRequest, context: CallContext): Promise<readonly object[]>;
  /** Tool name to its documentation; with `tool`, that one alone. */
  describeTools(
    request: ToolDescribeRequest,
    context: CallContext,
  ): Promise<Record<string, object>>;
  /** Every resource of a server, in the shape of MCP's `Resource`. */
  listResources?(request: ServerRequest, context: CallContext): Promise<readonly object[]>;
  /** Every resource template of a server, in the shape of MCP's `ResourceTemplate`. */
  listResourceTemplates?(request: ServerRequest, context: CallContext): Promise<readonly object[]>;
  /** In the shape of MCP's `ReadResourceResult`. */
  readResource?(
    request: ResourceReadRequest,
    context: CallContext,
  ): Promise<{ contents: readonly object[] }>;
  /** Every prompt of a server, in the shape of MCP's `Prompt`. */
  listPrompts?(request: ServerRequest, context: CallContext): Promise<readonly object[]>;
  /** In the shape of MCP's `GetPromptResult`. */
  getPrompt?(
    request: PromptRequest,
    context: CallContext,
  ): Promise<{ description?: string | undefined; messages: readonly object[] }>;
  /** What a server says of itself: its instructions, version, capabilities. */
  describeServer?(request: ServerRequest, context: CallContext): Promise<object>;
  /** Without it, saving a tool is an error that says so. */
  savedTools?: SavedToolStore | undefined;
}

/** A call of a tool, its arguments as the code gave them. */
export interface ToolCallRequest {
  server: string;
  tool: string;
  arguments: Record<string, unknown>;
}

/** What kind of tool is looked for. */
export interface ToolSearchRequest {
  query: string;
  /** 1 to 100. */
  limit: number;
  server?: string | undefined;
  /** `full` adds each hit's `inputSchema`. */
  detail: "summary" | "full";
}

/** Whose documentation is wanted; `summary` leaves the schemas out. */
export interface ToolDescribeRequest {
  server: string;
  tool?: string | undefined;
  detail: "summary" | "full";
}

/** A question about one server. */
export interface ServerRequest {
  server: string;
}

/** Which resource is wanted. */
export interface ResourceReadRequest {
  server: string;
  uri: string;
}

/** Which prompt is wanted, and what goes into it. */
export interface PromptRequest {
  server: string;
  name: string;
  arguments: Record<string, string>;
}

/** A report of a running call. `progress` grows; its unit is the server's own. */
export interface CallProgress {
  progress: number;
  total?: number | undefined;
  message?: string | undefined;
}

/** What a server logged during a call. `level` is one of MCP's, such as `info`; `data` is any JSON value. */
export interface CallLog {
  level: string;
  logger?: string | undefined;
  data?: unknown;
}

/** A tool's answer in the shape of MCP's `CallToolResult`. */
export interface ToolResult {
  content: readonly object[];
  structuredContent?: object | undefined;
  isError?: boolean | undefined;
}

/** Whose question it is, and what may be done about it while it is answered. */
export interface CallContext {
  /** The session's name. */
  session: string;
  /** The run's id, unique in the host process. */
  run: string;
  /** The same object for all questions of a run, and for none of another: by it a `WeakMap` notes what goes with the run. */
  runKey: object;
  /** Aborted when user code cancels the call, or its run ends. Made when it is first asked for. */
  readonly signal: AbortSignal;
  /** The same for whoever asks and listens only: of many short calls, `signal` is the dearest part. */
  readonly cancelSignal: CancelSignal;
  /** Spares long texts being written and read anew on their way between the sandbox and a server. */
  json?: CallJson;
  /** Adds a sentence to the run's notices, once. */
  notify(notice: string): void;
  /**
   * The run's time-out stands still from here until the returned function is called, for example while a person
   * is asked. Stops add up: the clock goes on when the last one has been given back. Interrupting still works.
   */
  stopClock(): () => void;
  /** Present where user code asked for progress. */
  onProgress?(progress: CallProgress): void;
  /** Present where user code asked for the server's log. */
  onLog?(message: CallLog): void;
}
