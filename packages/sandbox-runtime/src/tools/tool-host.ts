import type { ServerHandle, UnusableServerHandle } from "../protocol/host-frames.ts";
import type { CallJson } from "./call-json.ts";
import type { CancelSignal } from "./cancel-signal.ts";
import type { SavedToolStore } from "./saved-tool-store.ts";

/**
 * The requests that sandboxed code can make. The sandbox only asks; the implementation decides.
 * A method that throws an error with a string `code` raises the matching Python exception;
 * calling an absent method is an error that says so.
 */
export interface ToolHost {
  /** The servers that user code can use, read at the start of every run. */
  listServers(): readonly ServerHandle[];
  /**
   * Servers that code may expect and cannot use, and why, read at the start of every run. Of many, the first count; a
   * long reason is cut.
   */
  unusableServers?(): readonly UnusableServerHandle[];
  /** The tool's answer. A tool's own error is an answer with `isError`, which code sees as a `ToolCallError`. */
  callTool(request: ToolCallRequest, context: CallContext): Promise<ToolResult>;
  /** The tools found, best first: `{server, tool, description, score, signature}`, and `inputSchema` if it is asked for. */
  searchTools(request: ToolSearchRequest, context: CallContext): Promise<readonly object[]>;
  /** Tool name to its documentation, `{description, signature, inputSchema}`; with `tool`, only that tool. */
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
  /** A server's description of itself: its instructions, version, capabilities. */
  describeServer?(request: ServerRequest, context: CallContext): Promise<object>;
  /** If absent, saving a tool is an error that says so. */
  savedTools?: SavedToolStore | undefined;
}

/** A call of a tool, with the arguments as the code passed them. */
export interface ToolCallRequest {
  /** A name that `listServers` gave, unless the code has sent something else. */
  server: string;
  /** As the code wrote it: the tool's name, or that name as a Python identifier. */
  tool: string;
  arguments: Record<string, unknown>;
}

/** A search for tools. */
export interface ToolSearchRequest {
  query: string;
  /** 1 to 100. */
  limit: number;
  /** Only tools of this server. */
  server?: string | undefined;
  /** `full` adds each hit's `inputSchema`. */
  detail: "summary" | "full";
}

/** A request for documentation; `summary` omits the schemas. */
export interface ToolDescribeRequest {
  server: string;
  tool?: string | undefined;
  detail: "summary" | "full";
}

/** A request about one server. */
export interface ServerRequest {
  server: string;
}

/** A request for a resource. */
export interface ResourceReadRequest {
  server: string;
  uri: string;
}

/** A request for a prompt, with its arguments. */
export interface PromptRequest {
  server: string;
  name: string;
  arguments: Record<string, string>;
}

/** Progress of a running call. `progress` increases; the server decides its unit. */
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
  /** MCP's content blocks, such as `{type: "text", text}`. */
  content: readonly object[];
  /** If present, this is the value of the call in Python, with any blocks of `content` that are not text after it. */
  structuredContent?: object | undefined;
  /** The tool reports an error, which `content` describes. */
  isError?: boolean | undefined;
}

/** The origin of a request, and what its handler can use. To be passed on itself: a copy made by spreading lacks most of it. */
export interface CallContext {
  /** The session's name. */
  session: string;
  /** The run's id, unique in the host process. */
  run: string;
  /** The same object for all requests of a run, and for no other run: a key for data about the run in a `WeakMap`. */
  runKey: object;
  /** Aborted when user code cancels the call, or its run ends. Created when it is first read. */
  readonly signal: AbortSignal;
  /** The same, but cheaper: for many short calls, creating `signal` is the most expensive part. */
  readonly cancelSignal: CancelSignal;
  /** Avoids encoding and parsing long texts again on their way between the sandbox and a server. */
  json?: CallJson;
  /** Adds a sentence to the run's notices, once. */
  notify(notice: string): void;
  /**
   * Pauses the run's time-out until the returned function is called, for example while a person is asked. The clock
   * continues when the last of several stops is released. Interrupting still works.
   */
  stopClock(): () => void;
  /** Present if user code asked for progress. */
  onProgress?(progress: CallProgress): void;
  /** Present if user code asked for the server's log. */
  onLog?(message: CallLog): void;
}
