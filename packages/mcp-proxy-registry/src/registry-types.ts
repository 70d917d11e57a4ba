import type { RegistryError } from "./registry-error.ts";

/** A server that is a child process and speaks over its stdin and stdout. */
export interface StdioServerDefinition {
  transport?: "stdio";
  command: string;
  args?: string[];
  /** Added to a safe subset of the host's environment (PATH, HOME and the like). */
  env?: Record<string, string>;
  cwd?: string;
  description?: string;
}

/** A server behind a URL. */
export interface UrlServerDefinition {
  /** `sse` is the older protocol alone. Else Streamable HTTP, and SSE where the server has no Streamable HTTP. */
  transport?: "http" | "sse";
  url: string;
  /** Sent with every request. */
  headers?: Record<string, string>;
  description?: string;
}

/** How to reach one server. */
export type ServerDefinition = StdioServerDefinition | UrlServerDefinition;

/**
 * `idle`: not started, or ended since. `starting`: a start is under way. `ready`: warm.
 * `failed`: the last start failed; the next use tries again.
 */
export type ServerState = "idle" | "starting" | "ready" | "failed";

/** One configured server. */
export interface ServerSummary {
  name: string;
  /** The name as a Python identifier. */
  alias: string;
  description?: string;
  state: ServerState;
}

/** A JSON Schema as the server sent it: any JSON object. */
export type JsonSchemaObject = Record<string, unknown>;

/** One tool of one server. */
export interface CatalogTool {
  /** The server's name, not its alias. */
  server: string;
  name: string;
  /** The name as a Python identifier, unique within the server. */
  alias: string;
  title?: string;
  description: string;
  inputSchema: JsonSchemaObject;
  outputSchema?: JsonSchemaObject;
  annotations?: Record<string, unknown>;
  /** The call as one line of Python, for example `get_sum(a: float, b: float)`. */
  signature: string;
}

/** Every tool that could be had, and the servers whose tools could not. */
export interface Catalog {
  tools: CatalogTool[];
  failures: { server: string; error: RegistryError }[];
}

/** A block of a result, `{type: "text", text}` for one. Blocks of unknown types are passed on. */
export type ToolContent = { type: string } & Record<string, unknown>;

/** What a tool answered, as MCP defines it. `isError` is the tool's own word and no exception. */
export interface CallToolResult {
  content: ToolContent[];
  structuredContent?: Record<string, unknown>;
  isError?: boolean;
}

/** A report of a running call. `progress` grows; its unit is the server's own. */
export interface ToolProgress {
  progress: number;
  total?: number;
  message?: string;
}

/** Options of one call. */
export interface CallOptions {
  /** Ends the wait and tells the server that the call is cancelled. */
  signal?: AbortSignal;
  /** Milliseconds; counted anew at every progress report. */
  timeoutMs?: number;
  /** Asks the server for progress reports. */
  onProgress?(progress: ToolProgress): void;
}

/** Something worth a line in a log. Secrets of the server's definition are masked. */
export interface LogEvent {
  server: string;
  level: "debug" | "info" | "warning" | "error";
  message: string;
}

/** Options of a registry. Times are milliseconds. */
export interface RegistryOptions {
  /** For connecting, the handshake and the first `tools/list` together. Default 60,000. */
  startupTimeoutMs?: number;
  /** For a call that sets no time-out of its own. Default 300,000. */
  callTimeoutMs?: number;
  /** How we introduce ourselves to servers. */
  clientInfo?: { name: string; version: string };
  onLog?(event: LogEvent): void;
}

/** Told the tools of a server when they become known or change, and `undefined` when the server is gone. */
export type ToolsListener = (server: string, tools: readonly CatalogTool[] | undefined) => void;

/** Many servers as one. Servers and tools go by their name or by their Python alias everywhere. */
export interface Registry {
  /** In configured order; a fresh copy at each reading. */
  readonly servers: readonly ServerSummary[];
  /** Starts the server where needed. The answer is kept while the server is warm. */
  listTools(server: string, options?: { signal?: AbortSignal }): Promise<readonly CatalogTool[]>;
  /** Starts the server where needed. Rejects with `unknown-tool`, which names the nearest ones. */
  resolveTool(
    server: string,
    tool: string,
    options?: { signal?: AbortSignal },
  ): Promise<CatalogTool>;
  /** Starts every server, in parallel. Rejects only when cancelled or closed. */
  catalog(options?: { signal?: AbortSignal }): Promise<Catalog>;
  /** Starts the server where needed, checks the arguments and calls the tool, once. */
  callTool(
    server: string,
    tool: string,
    args?: Record<string, unknown>,
    options?: CallOptions,
  ): Promise<CallToolResult>;
  /** Throws `unknown-server`, which names the nearest one. */
  resolveServer(name: string): ServerSummary;
  /** Returns the function that ends the subscription. Nothing is told after `close()`. */
  onToolsChanged(listener: ToolsListener): () => void;
  /** Rejects what is under way with `closed`; resolves when every child process is gone. */
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}
