// Our client over stdin and stdout: one JSON-RPC message a line. The SDK has such a transport too; it says nothing of what
// it cannot read, and has two requests with one id run side by side.
import type { Writable } from "node:stream";
import type { Transport } from "@modelcontextprotocol/sdk/shared/transport.js";
import {
  ErrorCode,
  type JSONRPCMessage,
  JSONRPCMessageSchema,
  type RequestId,
} from "@modelcontextprotocol/sdk/types.js";
import { isRequest } from "../../client/is-request.ts";
import { hasMoreValues } from "../../client/value-count.ts";
import type { ClientInput } from "./client-input.ts";

/** Of one message. What reads it looks at each value several times; code is one text, however long. */
const maxValues = 10_000;
/** What waits for a client that does not read: beyond it, it is told of no progress. */
const maxUnreadBytes = 16 * 1024 * 1024;
/**
 * And beyond this, none of its messages is read: each may need an answer that is as long as its id. Nor is it seen then that
 * it has ended its side; a client that has ended altogether is.
 */
const mostUnreadBytes = 64 * 1024 * 1024;
/** Each message that waits takes some kilobytes of memory, however short it is. */
const mostUnread = 5_000;
const shownCharacters = 100;

/** What the transport reads and writes, and what it asks. */
export interface ClientTransportOptions {
  input: ClientInput;
  output: Writable;
  /** Told of what is no message. */
  onRefused(reason: string): void;
  /** Whether a request with this id is under way. */
  isInUse(id: RequestId): boolean;
}

/** A message that is none. */
interface Problem {
  code: ErrorCode;
  message: string;
  /**
   * What it is answered with; null where the id is not known, or is another request's. Undefined: no answer, since it
   * may be one, and two that answer each other's answers would go on for ever.
   */
  id: RequestId | null | undefined;
}

/** A transport for the server's end. What cannot be read is answered with an error, and nothing else changes. */
export function createClientTransport({
  input,
  output,
  onRefused,
  isInUse,
}: ClientTransportOptions): Transport {
  let isClosed = false;
  let unread = 0;
  let isWaiting = false;

  function write(message: object, done?: () => void): void {
    unread += 1;
    output.write(`${JSON.stringify(message)}\n`, () => {
      unread -= 1;
      done?.();
      goOn();
    });
  }

  /** Not at `drain`: an output that writes at once never says so. */
  function goOn(): void {
    if (!isWaiting || isClosed) return;
    if (output.writableLength > mostUnreadBytes / 2 || unread > mostUnread / 2) return;
    isWaiting = false;
    input.resume();
  }

  function receive(line: Buffer): void {
    take(line);
    const isBehind = output.writableLength > mostUnreadBytes || unread > mostUnread;
    if (!isBehind || isClosed) return;
    isWaiting = true;
    input.pause();
  }

  function take(line: Buffer): void {
    const text = line.toString("utf8").trim();
    if (text === "") return;
    const read = readMessage(text);
    if ("problem" in read) return refuse(read.problem, text);
    const { message } = read;
    if (isRequest(message) && isInUse(message.id)) {
      const id = JSON.stringify(message.id).slice(0, shownCharacters);
      const reason = `The id ${id} is in use by another request, which is under way.`;
      return refuse({ code: ErrorCode.InvalidRequest, message: reason, id: null }, text);
    }
    transport.onmessage?.(message);
  }

  function refuse({ code, message, id: found }: Problem, text: string): void {
    onRefused(`${message} It begins with ${JSON.stringify(text.slice(0, shownCharacters))}.`);
    if (found === undefined) return;
    const id = found !== null && isInUse(found) ? null : found;
    write({ jsonrpc: "2.0", id, error: { code, message } });
  }

  const transport: Transport = {
    async start() {
      input.read(receive);
    },
    send(message) {
      const isNotice = "method" in message && !("id" in message);
      const isBehind = output.writableLength > maxUnreadBytes || unread > mostUnread;
      if (isNotice && isBehind) return Promise.resolve();
      return new Promise((resolve) => {
        write(message, resolve);
      });
    },
    async close() {
      isClosed = true;
      input.stop();
      transport.onclose?.();
    },
  };
  return transport;
}

function readMessage(text: string): { message: JSONRPCMessage } | { problem: Problem } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { problem: { code: ErrorCode.ParseError, message: "A line is not JSON.", id: null } };
  }
  const { id, isMessage } = outlineOf(value);
  const invalid = (message: string): { problem: Problem } => ({
    problem: { code: ErrorCode.InvalidRequest, message, id },
  });
  if (Array.isArray(value)) {
    return invalid("A line is a list: send each message on a line of its own.");
  }
  if (hasMoreValues(value, maxValues)) {
    return invalid(
      `A message has more than ${maxValues} values and keys. Long data belongs into a file or behind a tool.`,
    );
  }
  // A schema takes long to say what is wrong.
  const message = isMessage ? JSONRPCMessageSchema.safeParse(value).data : undefined;
  return message ? { message } : invalid("A line is no JSON-RPC message.");
}

/** Whether a value looks like a message, and what it is to be answered with where it is none. */
function outlineOf(value: unknown): { id: Problem["id"]; isMessage: boolean } {
  if (typeof value !== "object" || value === null) return { id: null, isMessage: false };
  const { jsonrpc, id, method, result, error } = value as Record<string, unknown>;
  const isId = typeof id === "string" || Number.isSafeInteger(id);
  const known = isId ? (id as RequestId) : null;
  if (result !== undefined || error !== undefined) return { id: undefined, isMessage: isId };
  const isMethod = jsonrpc === "2.0" && typeof method === "string";
  return { id: known, isMessage: isMethod && (isId || id === undefined) };
}
