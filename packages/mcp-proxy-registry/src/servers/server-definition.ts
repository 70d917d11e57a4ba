import type { OAuthDefinition } from "../auth/oauth-definition.ts";

/** Options of every kind of server. Times are in milliseconds. */
export interface ServerLimits {
  /** For a call that sets no time-out of its own. Default: the registry's `callTimeoutMs`. */
  timeoutMs?: number | undefined;
  /** For connecting, the handshake and the first `tools/list` together. Default: the registry's `startupTimeoutMs`. */
  startupTimeoutMs?: number | undefined;
  /** Further calls wait in order, and their time-out starts when they are sent. Default: no limit. */
  maxConcurrentCalls?: number | undefined;
}

/** A server that is a child process and communicates over its stdin and stdout. */
export interface StdioServerDefinition extends ServerLimits {
  transport?: "stdio" | undefined;
  /** The program: a name on the PATH, or a path. It is started without a shell. */
  command: string;
  args?: string[] | undefined;
  /** Added to a safe subset of the host's environment (PATH, HOME and the like). */
  env?: Record<string, string> | undefined;
  /** The folder to start in; default the host's own. */
  cwd?: string | undefined;
  /** Shown in `servers`. */
  description?: string | undefined;
}

/** A server behind a URL. */
export interface UrlServerDefinition extends ServerLimits {
  /**
   * `sse` uses only the older protocol. Otherwise Streamable HTTP is used, or SSE if the server does not support that.
   */
  transport?: "http" | "sse" | undefined;
  url: string;
  /** Sent with every request. */
  headers?: Record<string, string> | undefined;
  /** How to log in, if the server requires it and no `Authorization` header is given. */
  oauth?: OAuthDefinition | undefined;
  /** Shown in `servers`. */
  description?: string | undefined;
}

/** How to reach one server. */
export type ServerDefinition = StdioServerDefinition | UrlServerDefinition;
