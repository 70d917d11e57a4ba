import {
  type JSONRPCMessage,
  JSONRPCMessageSchema,
  type JSONRPCResultResponse,
} from "@modelcontextprotocol/sdk/types.js";
import { isObject } from "../../json-value.ts";
import type { BytePieces } from "./byte-pieces.ts";

// The most messages in one line. No legitimate batch is larger.
const maxBatch = 1000;

/** The messages of a line: one, or a batch. `rejected` counts what is not JSON-RPC. */
export interface ParsedLine {
  messages: JSONRPCMessage[];
  rejected: number;
}

/**
 * Parses a line as JSON-RPC, a little more leniently than the standard. Never throws.
 * @param parse gives its value, or throws
 */
export function parseMessages(
  line: string | BytePieces,
  parse: (line: string | BytePieces) => unknown = parseJson,
): ParsedLine {
  let value: unknown;
  try {
    value = parse(line);
  } catch {
    return { messages: [], rejected: 1 };
  }
  return messagesOf(value);
}

/** Those of a value that was parsed. */
export function messagesOf(value: unknown): ParsedLine {
  if (isPlainAnswer(value)) return { messages: [value], rejected: 0 };
  const parsed: ParsedLine = { messages: [], rejected: 0 };
  const items: unknown[] = Array.isArray(value) ? value : [value];
  parsed.rejected = Math.max(0, items.length - maxBatch);
  for (const item of items.slice(0, maxBatch)) {
    const message = parseMessage(item);
    if (message) parsed.messages.push(message);
    else parsed.rejected += 1;
  }
  return parsed;
}

/** What is no UTF-8 has a sign in its place. */
export function parseJson(line: string | BytePieces): unknown {
  return JSON.parse(typeof line === "string" ? line : Buffer.concat(line).toString());
}

function parseMessage(value: unknown): JSONRPCMessage | undefined {
  if (isPlainAnswer(value)) return value;
  // A value with neither is not a message, and rejecting it with a schema takes long.
  if (!isObject(value) || !("method" in value || "id" in value)) return undefined;
  const strict = JSONRPCMessageSchema.safeParse(value);
  if (strict.success) return strict.data;
  const { id } = value;
  if (id === undefined || "method" in value || !isMeantAsAnswer(value)) return undefined;
  const answer = JSONRPCMessageSchema.safeParse(answerOf(value));
  return (
    answer.data ?? JSONRPCMessageSchema.safeParse({ jsonrpc: "2.0", id, error: noAnswer }).data
  );
}

/** Most messages are answers to calls, whose form can be recognized faster than with a schema. */
export function isPlainAnswer(value: unknown): value is JSONRPCResultResponse {
  if (!isObject(value)) return false;
  let keys = 0;
  // Object.keys would create a list for each message.
  for (const _ in value) keys += 1;
  if (keys !== 3) return false;
  const { jsonrpc, id, result } = value;
  const isId = typeof id === "string" || Number.isSafeInteger(id);
  return jsonrpc === "2.0" && isId && isObject(result) && !Object.hasOwn(result, "_meta");
}

/** A line of a log may have an id too. */
function isMeantAsAnswer(value: object): boolean {
  return "jsonrpc" in value || "result" in value || "error" in value;
}

/** An answer without the keys that some servers add (`"error": null`); otherwise its call would never end. */
function answerOf({ id, result, error }: Record<string, unknown>): unknown {
  if (isObject(error)) return { jsonrpc: "2.0", id, error: errorOf(error) };
  // Where there is a result, some servers write `"error": ""` beside it.
  if (isObject(result)) return { jsonrpc: "2.0", id, result };
  if (typeof error !== "string") return undefined;
  return { jsonrpc: "2.0", id, error: { ...noAnswer, message: error } };
}

/** Some servers write codes as text, or leave the message out. What they say must not be lost. */
function errorOf({ code, message, data }: Record<string, unknown>): object {
  return {
    code: Number.isSafeInteger(code) ? code : noAnswer.code,
    message: typeof message === "string" ? message : noAnswer.message,
    ...(data !== undefined && { data }),
  };
}

const noAnswer = { code: -32603, message: "the server's answer is no valid JSON-RPC" };
