import type { OAuthDefinition } from "../auth/oauth-definition.ts";

/** What every kind of server may be given. Times are milliseconds. */
export interface ServerLimits {
  /** For a call that sets no time-out of its own. Default: the registry's `callTimeoutMs`. */
  timeoutMs?: number | undefined;
  /** For connecting, the handshake and the first `tools/list` together. Default: the registry's `startupTimeoutMs`. */
  startupTimeoutMs?: number | undefined;
  /** Calls beyond it wait in order, and their time-out begins when they are sent. Default: no limit. */
  maxConcurrentCalls?: number | undefined;
}

/** A server that is a child process and speaks over its stdin and stdout. */
export interface StdioServerDefinition extends ServerLimits {
  transport?: "stdio" | undefined;
  command: string;
  args?: string[] | undefined;
  /** Added to a safe subset of the host's environment (PATH, HOME and the like). */
  env?: Record<string, string> | undefined;
  cwd?: string | undefined;
  description?: string | undefined;
}

/** A server behind a URL. */
export interface UrlServerDefinition extends ServerLimits {
  /** `sse` is the older protocol alone. Else Streamable HTTP, and SSE where the server has no Streamable HTTP. */
  transport?: "http" | "sse" | undefined;
  url: string;
  /** Sent with every request. */
  headers?: Record<string, string> | undefined;
  /** How to log in where the server wants that and no `Authorization` header is given. */
  oauth?: OAuthDefinition | undefined;
  description?: string | undefined;
}

/** How to reach one server. */
export type ServerDefinition = StdioServerDefinition | UrlServerDefinition;
