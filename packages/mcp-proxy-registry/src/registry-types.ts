import type { CancelSignal } from "./cancel-signal.ts";
import type { AuthStore } from "./auth/auth-store.ts";
import type { OAuthDefinition } from "./auth/oauth-definition.ts";
import type { ClientFeatures } from "./client-features.ts";
import type { RegistryError } from "./registry-error.ts";
import type {
  Prompt,
  PromptResult,
  ReadResourceResult,
  Resource,
  ResourceTemplate,
} from "./resource-types.ts";

/** What every kind of server may be given. Times are milliseconds. */
export interface ServerLimits {
  /** For a call that sets no time-out of its own. Default: the registry's `callTimeoutMs`. */
  timeoutMs?: number;
  /** For connecting, the handshake and the first `tools/list` together. Default: the registry's `startupTimeoutMs`. */
  startupTimeoutMs?: number;
  /** Calls beyond it wait in order, and their time-out begins when they are sent. Default: no limit. */
  maxConcurrentCalls?: number;
}

/** A server that is a child process and speaks over its stdin and stdout. */
export interface StdioServerDefinition extends ServerLimits {
  transport?: "stdio";
  command: string;
  args?: string[];
  /** Added to a safe subset of the host's environment (PATH, HOME and the like). */
  env?: Record<string, string>;
  cwd?: string;
  description?: string;
}

/** A server behind a URL. */
export interface UrlServerDefinition extends ServerLimits {
  /** `sse` is the older protocol alone. Else Streamable HTTP, and SSE where the server has no Streamable HTTP. */
  transport?: "http" | "sse";
  url: string;
  /** Sent with every request. */
  headers?: Record<string, string>;
  /** How to log in where the server wants that and no `Authorization` header is given. */
  oauth?: OAuthDefinition;
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

/** How a warm server introduced itself. */
export interface ServerDescription {
  name: string;
  alias: string;
  /** From the definition. */
  description?: string;
  title?: string;
  version?: string;
  instructions?: string;
  protocolVersion?: string;
  /** As the server declared them: `{tools: {listChanged: true}, prompts: {}}`. */
  capabilities: Record<string, unknown>;
}

/** Options of a question to a server. */
export interface AskOptions {
  signal?: CancelSignal | undefined;
  /** Whether an `unknown-tool` error names the nearest tools, which takes time to find; default true. */
  suggest?: boolean;
  /** Anything; whatever stands before a registry can tell by it for whom it is asked. */
  context?: unknown;
}

/** Options of a catalog. */
export interface CatalogOptions extends AskOptions {
  /** These servers, by name or alias. Default: all. */
  servers?: readonly string[];
  /**
   * `leave`: servers that take much longer to start than the others are failures with the code `still-starting`, and go
   * on starting. Default `wait`: the catalog waits for every start to end.
   */
  stragglers?: "wait" | "leave";
}

/** Options of one call. */
export interface CallOptions {
  /** Ends the wait and tells the server that the call is cancelled. */
  signal?: CancelSignal | undefined;
  /** Milliseconds; counted anew at every progress report. */
  timeoutMs?: number;
  /** Asks the server for progress reports. */
  onProgress?(progress: ToolProgress): void;
  /** Told what the server logs while the call is under way. Servers do not say which call a message belongs to. */
  onLog?(message: CallLogMessage): void;
  /**
   * Told which tool is about to be called, when its name and arguments have been found right and nothing has been
   * sent; what it throws ends the call. For whoever decided about the tool earlier: it may have changed since.
   */
  admit?(tool: CatalogTool): void;
  /**
   * The arguments are as `checkArguments` gave them for this tool: they are sent just so, or not at all where the tool
   * has changed and they do not fit any more.
   */
  checkedFor?: CatalogTool;
  /** Whether an `unknown-tool` error names the nearest tools, which takes time to find; default true. */
  suggest?: boolean;
  /** Handed to the client features with every question that the server asks while the call is under way. */
  context?: unknown;
  /** Writes and reads the JSON of this call, where it is sent to a process. Default: `JSON`. */
  json?: CallJson;
}

/** JSON of one call, for whoever passes long texts on and need not have them written and read anew. */
export interface CallJson {
  /** The value as JSON, whole or in pieces of text and of UTF-8. */
  write(value: unknown): string | Iterable<string | Uint8Array>;
  /** Reads UTF-8, and what is none as `Buffer.toString` does, for this call or another. Throws as `JSON.parse` does. */
  read(json: Uint8Array): ReadJson;
  /** Given what was read with the answer to the call. */
  learn(texts: ReadJson["texts"]): void;
}

export interface ReadJson {
  value: unknown;
  /** Long texts in it, and the JSON that each came as. */
  texts: ReadonlyMap<string, Uint8Array>;
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
  /** Where logins are kept, such as `fileAuthStore(folder)`. Without one there are none. */
  authStore?: AuthStore;
  /** How we introduce ourselves to servers. */
  clientInfo?: { name: string; version: string };
  /** What our side answers for; asked anew at every start of a server. Default: nothing. */
  clientFeatures?(): ClientFeatures;
  onLog?(event: LogEvent): void;
}

/** Told the tools of a server when they become known or change, and `undefined` when the server is gone. */
export type ToolsListener = (server: string, tools: readonly CatalogTool[] | undefined) => void;

/** Many servers as one. Servers and tools go by their name or by their Python alias everywhere. */
export interface Registry {
  /** In configured order; a fresh copy at each reading. */
  readonly servers: readonly ServerSummary[];
  /** Starts the server where needed. The answer is kept while the server is warm. */
  listTools(server: string, options?: AskOptions): Promise<readonly CatalogTool[]>;
  /** Starts the server where needed. Rejects with `unknown-tool`, which names the nearest ones. */
  resolveTool(server: string, tool: string, options?: AskOptions): Promise<CatalogTool>;
  /** Starts the servers in parallel. Rejects only when cancelled or closed, or where a server is unknown. */
  catalog(options?: CatalogOptions): Promise<Catalog>;
  /** Starts the server where needed, checks the arguments and calls the tool, once. */
  callTool(
    server: string,
    tool: string,
    args?: Record<string, unknown>,
    options?: CallOptions,
  ): Promise<CallToolResult>;
  /** Every resource of the server. Rejects with `not-supported` where it has no such thing, as do the next four. */
  listResources(server: string, options?: AskOptions): Promise<readonly Resource[]>;
  listResourceTemplates(server: string, options?: AskOptions): Promise<readonly ResourceTemplate[]>;
  readResource(server: string, uri: string, options?: AskOptions): Promise<ReadResourceResult>;
  listPrompts(server: string, options?: AskOptions): Promise<readonly Prompt[]>;
  /** Arguments of prompts are strings. */
  getPrompt(
    server: string,
    prompt: string,
    args?: Record<string, string>,
    options?: AskOptions,
  ): Promise<PromptResult>;
  /** Starts the server where needed. */
  describeServer(server: string, options?: AskOptions): Promise<ServerDescription>;
  /**
   * Takes the place of all definitions. What is gone is closed, what changed starts anew at its next use, what is as
   * it was keeps running. Resolves when no process of the closed ones is left.
   */
  setServers(servers: Record<string, ServerDefinition>): Promise<void>;
  /** Tells the servers that were given roots that there are others now. */
  rootsChanged(): void;
  /** Throws `unknown-server`, which names the nearest one. */
  resolveServer(name: string): ServerSummary;
  /** Returns the function that ends the subscription. Nothing is told after `close()`. */
  onToolsChanged(listener: ToolsListener): () => void;
  /** Rejects what is under way with `closed`; resolves when every child process is gone. */
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}
