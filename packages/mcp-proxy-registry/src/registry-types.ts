import type { AuthStore } from "./auth/store/auth-store.ts";
import type { AskOptions } from "./calls/ask-options.ts";
import type { CallOptions, CallToolResult } from "./calls/call-types.ts";
import type {
  Catalog,
  CatalogOptions,
  CatalogTool,
  ToolsListener,
} from "./catalog/catalog-types.ts";
import type {
  Prompt,
  PromptResult,
  ReadResourceResult,
  Resource,
  ResourceTemplate,
} from "./catalog/resource-types.ts";
import type { LogEvent } from "./log-event.ts";
import type { ClientFeatures } from "./questions/client-features.ts";
import type { ServerDefinition } from "./servers/server-definition.ts";
import type { ServerDescription, ServerSummary } from "./servers/server-summary.ts";

/** Options of a registry. Times are milliseconds. */
export interface RegistryOptions {
  /** For connecting, the handshake and the first `tools/list` together. Default 60,000. */
  startupTimeoutMs?: number | undefined;
  /** For a call that sets no time-out of its own. Default 300,000. */
  callTimeoutMs?: number | undefined;
  /** Stores logins, such as `fileAuthStore(folder)`. If absent, there are no logins. */
  authStore?: AuthStore | undefined;
  /** How we introduce ourselves to servers. */
  clientInfo?: { name: string; version: string } | undefined;
  /** The client features that servers may use; read again at every start of a server. Default: none. */
  clientFeatures?: (() => ClientFeatures) | undefined;
  /** Called with what servers write to stderr, with crashes, and with what is ignored; the package itself prints nothing. */
  onLog?: ((event: LogEvent) => void) | undefined;
}

/** Many servers as one. Servers and tools can be given by name or by Python alias everywhere. */
export interface Registry {
  /** In configured order; a new copy at each access. */
  readonly servers: readonly ServerSummary[];
  /** Starts the server if needed. The answer is cached while the server is running. */
  listTools(server: string, options?: AskOptions): Promise<readonly CatalogTool[]>;
  /** Starts the server if needed. Rejects with `unknown-tool`, which names the most similar tools. */
  resolveTool(server: string, tool: string, options?: AskOptions): Promise<CatalogTool>;
  /** The tool, if its server is already running. Undefined if it is not (use `resolveTool`), or if there is no such server or tool. */
  knownTool(server: string, tool: string): CatalogTool | undefined;
  /** Starts the servers in parallel. Rejects only if cancelled or closed, or if a server is unknown. */
  catalog(options?: CatalogOptions): Promise<Catalog>;
  /** Starts the server if needed, checks the arguments and calls the tool, once. */
  callTool(
    server: string,
    tool: string,
    args?: Record<string, unknown>,
    options?: CallOptions,
  ): Promise<CallToolResult>;
  /**
   * Every resource of the server. Rejects with `not-supported` if the server lacks the capability, as do the next four.
   */
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
   * Replaces all definitions. Removed servers are closed, changed ones restart at their next use, unchanged ones keep
   * running. Resolves when no process of the closed ones is left.
   */
  setServers(servers: Record<string, ServerDefinition>): Promise<void>;
  /** Notifies the servers that support roots that the roots have changed. */
  rootsChanged(): void;
  /** Throws `unknown-server`, which names the most similar one. */
  resolveServer(name: string): ServerSummary;
  /** Returns the function that ends the subscription. The listener is not called after `close()`. */
  onToolsChanged(listener: ToolsListener): () => void;
  /** Rejects everything in progress with `closed`; resolves when every child process is gone. */
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}
