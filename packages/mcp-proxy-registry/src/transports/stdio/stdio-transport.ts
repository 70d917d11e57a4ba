// MCP over a child's stdin and stdout: one JSON-RPC message per line. The SDK has such a transport too;
// it copies a long message once per chunk, and ends only the process it started, not `npx`'s child.
import { setImmediate } from "node:timers/promises";
import type { Transport } from "@modelcontextprotocol/sdk/shared/transport.js";
import { ErrorCode, type JSONRPCMessage } from "@modelcontextprotocol/sdk/types.js";
import { errorText } from "../../error-text.ts";
import { maskedCommandLine } from "../../mask-secrets.ts";
import type { ReadJson } from "../../calls/call-json.ts";
import type { StdioServerDefinition } from "../../servers/server-definition.ts";
import { beginningOf, type BytePieces, sizeOf } from "../messages/byte-pieces.ts";
import { createChildOutput } from "./child-output.ts";
import {
  mostMessageBytes,
  maxUnasked,
  maxUnaskedBytes,
  maxUnaskedValues,
} from "../messages/message-limit.ts";
import { OwnRequests } from "../own-requests.ts";
import {
  isPlainAnswer,
  messagesOf,
  type ParsedLine,
  parseJson,
  parseMessages,
} from "../messages/parse-messages.ts";
import { type ProcessHost, ServerProcess, UnreadError } from "./server-process.ts";
import { createStderrTail } from "./stderr-tail.ts";
import { readInTurns } from "../messages/read-in-turns.ts";
import { createTopLevelReader, type TopLevel } from "../messages/top-level.ts";
import type { TransportContext, UpstreamTransport } from "../upstream-transport.ts";
import {
  createValueCount,
  maxMessageValues,
  mayHoldMore,
  tooManyValues,
} from "../messages/value-count.ts";

const maxGarbageLines = 10_000;
// A long message takes as much time as several short ones.
const notificationCharacters = 4096;
const shownCharacters = 200;

/** A transport to a server that is started as a child process. */
export function createStdioTransport(
  definition: StdioServerDefinition,
  host: ProcessHost,
  { log, mask }: TransportContext,
  maxMessageBytes: number = mostMessageBytes,
): UpstreamTransport {
  let garbage = { count: 0, last: "" };
  let garbageBefore = 0;
  let isGarbled = false;
  const own = new OwnRequests((line) => child.write(line));
  /** The SDK's requests that wait. It accepts `"1"` as the id of an answer to 1, as some servers write it. */
  const asked = new Set<number>();
  const stderr = createStderrTail((line) => log("info", line));
  const child = new ServerProcess(host, {
    onOutput: (chunk) => output.push(chunk),
    onErrorOutput: (chunk) => stderr.push(chunk),
    onInputError: (error) => channel.onerror?.(error),
    onEnd() {
      output.stop();
      channel.onclose?.();
      own.close();
    },
  });
  const output = createChildOutput(child, maxMessageBytes, { receiveLine, giveUp });
  const channel: Transport = {
    start: () => child.start(definition),
    send(message: JSONRPCMessage) {
      if ("method" in message && "id" in message) {
        asked.add(Number(message.id));
        return write(JSON.stringify(message)).catch((error: unknown) => {
          void setImmediate().then(() => forget(message.id, errorText(error)));
          throw error;
        });
      }
      if ("method" in message && message.method === "notifications/cancelled") {
        asked.delete(Number(message.params?.["requestId"]));
      }
      return write(JSON.stringify(message));
    },
    close: () => child.close(),
  };

  function write(line: string): Promise<void> {
    return child.write(`${line}\n`);
  }

  /**
   * Answers a request that could not be sent. Until there is an answer, the SDK keeps the request with all its data.
   */
  function forget(id: string | number, message: string): void {
    asked.delete(Number(id));
    if (child.ended) return;
    channel.onmessage?.({ jsonrpc: "2.0", id, error: { code: ErrorCode.InternalError, message } });
  }

  function giveUp(reason: string): void {
    isGarbled = true;
    child.fail(reason);
  }

  function isAwaited(id: number): boolean {
    return own.waitsFor(id) || asked.has(id);
  }

  /**
   * Does not parse a long message that nobody waits for, since that takes time. A request is answered with an error.
   */
  function leaveOut(line: BytePieces, { isMethod, id }: TopLevel): void {
    const why = `a message of ${sizeOf(line)} bytes that answers no request is not read: ${maxUnasked}`;
    log("warning", why);
    output.note(weightOf(line));
    // For example a batch: if it contained an awaited answer, the time-out error can say so.
    if (!isMethod && id === undefined) garbage = { count: garbage.count + 1, last: why };
    if (!isMethod || id === undefined) return;
    const error = { code: ErrorCode.InvalidRequest, message: why };
    write(JSON.stringify({ jsonrpc: "2.0", id, error })).catch(() => {});
  }

  /** True if the SDK has not finished handling it. */
  function receiveLine(line: string | BytePieces): boolean | Promise<boolean> {
    if (typeof line === "string" && line.trim() === "") {
      output.noteEmptyLine();
      return false;
    }
    return mayHoldMore(lengthOf(line), maxUnaskedValues)
      ? receiveLong(line)
      : receiveMessages(line);
  }

  /** What it is, is known before it is parsed. */
  async function receiveLong(line: string | BytePieces): Promise<boolean> {
    const pieces = typeof line === "string" ? [Buffer.from(line)] : line;
    const count = createValueCount();
    await readInTurns(pieces, count.read);
    if (child.ended) return false;
    if (count.values > maxMessageValues) {
      giveUp(tooManyValues);
      return false;
    }
    if (sizeOf(pieces) > maxUnaskedBytes || count.values > maxUnaskedValues) {
      const head = createTopLevelReader();
      await readInTurns(pieces, head.read);
      if (child.ended) return false;
      const found = head.found();
      if (found.isMethod || !isAwaited(Number(found.id))) {
        leaveOut(pieces, found);
        return false;
      }
    }
    return receiveMessages(line);
  }

  /** True if the SDK has not finished handling it. */
  function receiveMessages(line: string | BytePieces): boolean {
    return typeof line === "string" ? receiveShort(line) : receivePieces(line);
  }

  /** Most lines are answers to own requests: nothing is prepared for the others. */
  function receiveShort(line: string): boolean {
    let value: unknown;
    try {
      value = parseJson(line);
    } catch {
      return receiveParsed(line, { messages: [], rejected: 1 });
    }
    if (!isPlainAnswer(value)) return receiveParsed(line, messagesOf(value));
    garbageBefore = garbage.count;
    if (!own.take(value)) receiveParsed(line, { messages: [value], rejected: 0 });
    return false;
  }

  function receivePieces(line: BytePieces): boolean {
    let read: ReadJson | undefined;
    const parsed = parseMessages(line, () => {
      read = own.anyJson?.read(line);
      return read ? read.value : parseJson(line);
    });
    return receiveParsed(line, parsed, read);
  }

  function receiveParsed(
    line: string | BytePieces,
    { messages, rejected }: ParsedLine,
    read?: ReadJson,
  ): boolean {
    let isUnderWay = false;
    if (rejected > 0) {
      const last = shownOf(line);
      garbage = { count: garbage.count + 1, last };
      output.note(weightOf(line) + rejected);
      log("warning", `ignored on stdout, not JSON-RPC: ${last}`);
      if (garbage.count - garbageBefore > maxGarbageLines)
        giveUp(`it writes what is not MCP: ${last}`);
    }
    for (const message of messages) {
      garbageBefore = garbage.count;
      isUnderWay ||= "method" in message;
      const isAnswer = !("method" in message) && "id" in message;
      const id = isAnswer ? Number(message.id) : Number.NaN;
      if (read) own.jsonOf(id)?.learn(read.texts);
      if (!isAwaited(id))
        output.note(1 + lengthOf(line) / notificationCharacters / messages.length);
      asked.delete(id);
      if (!own.take(message)) channel.onmessage?.(message);
    }
    return isUnderWay;
  }

  return {
    channel,
    endReason: () => child.endReason,
    explain: (error) => (child.ended ? child.endReason : errorText(error)),
    details() {
      const text = mask(stderr.text());
      const { command, args, cwd } = definition;
      const place = cwd === undefined ? "" : ` in ${cwd}`;
      const tried = `To try it by hand${place}: ${maskedCommandLine(command, args)}`;
      return text === "" ? tried : `The last lines of its stderr:\n${text}\n${tried}`;
    },
    garbage: () => garbage,
    ask: own.ask.bind(own),
    isGarbled: () => isGarbled,
    isFatal: () => false,
    isWrongTransport: () => false,
    needsProbe: false,
    isOfLiving: (error) => error instanceof UnreadError,
    close: () => child.close(),
  };
}

function weightOf(line: string | BytePieces): number {
  return 1 + lengthOf(line) / notificationCharacters;
}

/** Characters, or bytes. */
function lengthOf(line: string | BytePieces): number {
  return typeof line === "string" ? line.length : sizeOf(line);
}

function shownOf(line: string | BytePieces): string {
  if (typeof line === "string") return line.slice(0, shownCharacters);
  return beginningOf(line, shownCharacters).toString();
}
