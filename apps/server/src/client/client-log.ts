// Forwards upstream servers' log messages to our client, within its level and within limits of size and rate.
import type { Server } from "@modelcontextprotocol/sdk/server/index.js";
import {
  LoggingLevelSchema,
  SetLevelRequestSchema,
  type LoggingLevel,
} from "@modelcontextprotocol/sdk/types.js";
import { terminalText } from "../terminal/terminal-text.ts";
import type { ClientLink, McpCaller } from "./client-link.ts";
import { shortVisibleText, visibleText } from "./visible-text.ts";

/** A line for the client's log. */
export interface ClientLogMessage {
  /** MCP's levels are syslog's; anything else counts as `info`. */
  level: string;
  logger: string;
  data: unknown;
}

/** Writes to the client's log, on the stream of the run whose call it concerns, if there is one. */
export type ClientLog = (message: ClientLogMessage, caller?: McpCaller) => void;

// From the least to the most urgent.
const levels: readonly string[] = LoggingLevelSchema.options;
const maxMessagesPerSecond = 100;
const maxCharacters = 20_000;
const maxNameCharacters = 200;

/**
 * Forwards messages of level `info` and above, until the client sets another level; the server must declare `logging`.
 */
export function createClientLog(server: Server, client: ClientLink): ClientLog {
  let least: LoggingLevel = "info";
  server.setRequestHandler(SetLevelRequestSchema, ({ params }) => {
    least = params.level;
    return {};
  });
  let secondBegan = 0;
  let told = 0;

  return ({ level, logger: name, data }, caller) => {
    const known = (levels.includes(level) ? level : "info") as LoggingLevel;
    if (levels.indexOf(known) < levels.indexOf(least)) return;
    const now = performance.now();
    if (now - secondBegan >= 1000) {
      secondBegan = now;
      told = 0;
    }
    told += 1;
    if (told > maxMessagesPerSecond) return;
    const logger = shortVisibleText(name, maxNameCharacters);
    const last = told === maxMessagesPerSecond;
    const params = last
      ? {
          level: "warning" as const,
          logger,
          data: "Too much is logged: the rest of this second is left out.",
        }
      : { level: known, logger, data: shortened(data) };
    client.tell({ method: "notifications/message", params }, caller);
  };
}

/** Clients may show keys and texts in a terminal, so control characters are escaped in both. */
function shortened(data: unknown): unknown {
  const isText = typeof data === "string";
  const text = isText ? data : (JSON.stringify(data) ?? "");
  const excess = text.length - maxCharacters;
  if (excess > 0) {
    return `${terminalText(text.slice(0, maxCharacters))} … ${excess} more characters`;
  }
  // Only short data is checked for terminal control characters, which takes much longer than serializing it.
  return isText ? terminalText(text) : JSON.parse(JSON.stringify(data, terminalValue) ?? "null");
}

/** A replacer of JSON. */
function terminalValue(_key: string, value: unknown): unknown {
  if (typeof value === "string") return terminalText(value);
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [visibleText(key), member]),
  );
}
