import type { ToolRules } from "./tool-rules.ts";

/** Options of every entry. */
export interface EntryLimits {
  description?: string;
  /** The entry's `timeout`, for each call. */
  timeoutMs?: number;
  /** `startupTimeout` of the entry. */
  startupTimeoutMs?: number;
  /** Further calls wait. */
  maxConcurrentCalls?: number;
  /** Which tools may be called. */
  tools?: ToolRules;
}

/** A server that is started as a child process and communicates over its stdin and stdout. */
export interface StdioServerEntry extends EntryLimits {
  transport: "stdio";
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
  headers: Record<string, string>;
  oauth?: OAuthEntry;
}

/** How to log in to a server, if dynamic client registration is not enough. */
export interface OAuthEntry {
  /** Whether a person logs in (the default), or the client's id and secret are enough. */
  grantType?: "authorization_code" | "client_credentials";
  clientId?: string;
  clientSecret?: string;
  /** The https address of a document that describes the client and is its id. */
  clientMetadataUrl?: string;
  /** What the authorization server may describe itself as, other than by its address. */
  issuer?: string;
  scopes?: string[];
  /** Port of the loopback address to which the browser returns. */
  redirectPort?: number;
}

export type ServerEntry = StdioServerEntry | UrlServerEntry;
