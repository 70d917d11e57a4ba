import type { ToolRules } from "./tool-rules.ts";

/** Options of every entry. */
export interface EntryLimits {
  /** What the server is for, for whoever chooses among servers. */
  description?: string;
  /** Milliseconds: the entry's `timeout`, for each call. */
  timeoutMs?: number;
  /** Milliseconds: `startupTimeout` of the entry. */
  startupTimeoutMs?: number;
  /** Further calls wait. */
  maxConcurrentCalls?: number;
  /** Which tools may be called. */
  tools?: ToolRules;
}

/** A server that is started as a child process and communicates over its stdin and stdout. */
export interface StdioServerEntry extends EntryLimits {
  transport: "stdio";
  /** The program: a name on the PATH, or a path. Variables are replaced here and in all that follows. */
  command: string;
  args: string[];
  /** Variables that the entry sets for the server. */
  env: Record<string, string>;
  /** Absolute path of the folder to start in. */
  cwd?: string;
}

/** A server that is reached over HTTP: `http` is streamable HTTP, `sse` the older transport with server-sent events. */
export interface UrlServerEntry extends EntryLimits {
  transport: "http" | "sse";
  url: string;
  /** Sent with every request. */
  headers: Record<string, string>;
  oauth?: OAuthEntry;
}

/** How to log in to a server, if dynamic client registration is not enough. */
export interface OAuthEntry {
  /** Whether a person logs in (the default), or the client's id and secret are enough. */
  grantType?: "authorization_code" | "client_credentials";
  /** The id of a client that was registered by hand. */
  clientId?: string;
  /** Its secret. */
  clientSecret?: string;
  /** The https address of a document that describes the client and is its id. */
  clientMetadataUrl?: string;
  /** What the authorization server may describe itself as, other than by its address. */
  issuer?: string;
  /** Requested instead of the scopes that the server names. */
  scopes?: string[];
  /** Port of the loopback address to which the browser returns. */
  redirectPort?: number;
}

/** A server as its entry describes it, with defaults and without variables. */
export type ServerEntry = StdioServerEntry | UrlServerEntry;
