import type { BridgeOptions } from "../bridge/bridge-types.ts";
import { StartupError } from "../startup-error.ts";
import { isLoopback } from "./host-names.ts";

/** A bridge's options, which each MCP session gets, and those of the HTTP side. */
export interface HttpServerOptions extends BridgeOptions {
  /** Default `127.0.0.1`. Anything but loopback needs a token. */
  host?: string | undefined;
  /** Default 3000; 0 selects a free port. */
  port?: number | undefined;
  /** Bearer tokens of at least 16 characters. A session belongs to the token that started it. */
  tokens?: readonly string[] | undefined;
  /** Names allowed in the Host header in addition to those of `host`, for example of a reverse proxy. */
  allowedHosts?: readonly string[] | undefined;
  /** MCP sessions in all; default 32. */
  maxSessions?: number | undefined;
  /** MCP sessions of one client, identified by its token or else by its address; default 8. */
  maxSessionsPerClient?: number | undefined;
  /** Requests that run code at once, in all sessions; default 16. */
  maxRuns?: number | undefined;
  /** Bytes of a request; default 4 MiB. */
  maxRequestBytes?: number | undefined;
  /** Seconds after which a session without requests is closed; default 3600. */
  sessionIdleSeconds?: number | undefined;
  /** Seconds in which a client whose connection broke during a run can reconnect; default 60. */
  reconnectSeconds?: number | undefined;
  /** Seconds after which closing cuts connections; default 10. */
  closeSeconds?: number | undefined;
  /** Called when sessions start and end; never contains content or tokens. */
  log?: ((line: string) => void) | undefined;
}

/** Every option of the HTTP side. */
export const httpOptionNames: Record<
  Exclude<keyof HttpServerOptions, keyof BridgeOptions>,
  true
> = {
  host: true,
  port: true,
  tokens: true,
  allowedHosts: true,
  maxSessions: true,
  maxSessionsPerClient: true,
  maxRuns: true,
  maxRequestBytes: true,
  sessionIdleSeconds: true,
  reconnectSeconds: true,
  closeSeconds: true,
  log: true,
};

/** The options of the HTTP side with their defaults. */
export interface HttpSettings {
  host: string;
  port: number;
  tokens: readonly string[];
  allowedHosts: readonly string[];
  maxSessions: number;
  maxSessionsPerClient: number;
  maxRuns: number;
  maxRequestBytes: number;
  sessionIdleMs: number;
  reconnectMs: number;
  closeMs: number;
  log: (line: string) => void;
}

const shortestToken = 16;
// RFC 6750, b64token.
const tokenCharacters = /^[A-Za-z0-9\-._~+/]+=*$/;

/** Throws a StartupError for options that are not safe or cannot work. */
export function readHttpOptions(options: HttpServerOptions): HttpSettings {
  const host = options.host ?? "127.0.0.1";
  const tokens = options.tokens ?? [];
  for (const token of tokens) {
    if (token.length < shortestToken || !tokenCharacters.test(token)) {
      throw new StartupError(
        `A token for HTTP must have at least ${shortestToken} characters, letters, digits and -._~+/ only, with = at the end only. ` +
          "Make one: openssl rand -hex 32",
      );
    }
  }
  if (tokens.length === 0 && !isLoopback(host)) {
    throw new StartupError(
      `Serving on ${host} needs a token, since other machines reach it: set MCP_BRIDGE_HTTP_TOKEN, for example to what openssl rand -hex 32 prints, or serve on 127.0.0.1.`,
    );
  }
  return {
    host,
    port: options.port ?? 3000,
    tokens,
    allowedHosts: options.allowedHosts ?? [],
    maxSessions: positive("maxSessions", options.maxSessions ?? 32),
    maxSessionsPerClient: positive("maxSessionsPerClient", options.maxSessionsPerClient ?? 8),
    maxRuns: positive("maxRuns", options.maxRuns ?? 16),
    maxRequestBytes: positive("maxRequestBytes", options.maxRequestBytes ?? 4 * 1024 * 1024),
    sessionIdleMs: positive("sessionIdleSeconds", options.sessionIdleSeconds ?? 3600) * 1000,
    reconnectMs: positive("reconnectSeconds", options.reconnectSeconds ?? 60) * 1000,
    closeMs: positive("closeSeconds", options.closeSeconds ?? 10) * 1000,
    log: options.log ?? (() => {}),
  };
}

/** The options of each session's bridge. */
export function bridgeOptionsOf(options: HttpServerOptions): BridgeOptions {
  const others = Object.entries(options).filter(([name]) => !Object.hasOwn(httpOptionNames, name));
  return Object.fromEntries(others);
}

function positive(name: string, value: number): number {
  if (value > 0 && value < 2 ** 31 / 1000) return value;
  if (value > 0 && Number.isFinite(value) && name === "maxRequestBytes") return value;
  throw new StartupError(`${name} is ${value}: it must be a number above 0 and below 2,147,483.`);
}
