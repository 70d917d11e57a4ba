import type { OAuthDefinition } from "../auth/oauth-definition.ts";

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
