import type { AuthStore } from "./auth/auth-store.ts";
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
  /** Where logins are kept, such as `fileAuthStore(folder)`. Without one there are none. */
  authStore?: AuthStore | undefined;
  /** How we introduce ourselves to servers. */
  clientInfo?: { name: string; version: string } | undefined;
  /** What our side answers for; asked anew at every start of a server. Default: nothing. */
  clientFeatures?: (() => ClientFeatures) | undefined;
  onLog?: ((event: LogEvent) => void) | undefined;
}

/** Many servers as one. Servers and tools go by their name or by their Python alias everywhere. */
export interface Registry {
  /** In configured order; a fresh copy at each reading. */
  readonly servers: readonly ServerSummary[];
  /** Starts the server where needed. The answer is kept while the server is warm. */
  listTools(server: string, options?: AskOptions): Promise<readonly CatalogTool[]>;
  /** Starts the server where needed. Rejects with `unknown-tool`, which names the nearest ones. */
  resolveTool(server: string, tool: string, options?: AskOptions): Promise<CatalogTool>;
  /** The tool, if its server is already running. Undefined if it is not (use `resolveTool`), or if there is no such server or tool. */
  knownTool(server: string, tool: string): CatalogTool | undefined;
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
