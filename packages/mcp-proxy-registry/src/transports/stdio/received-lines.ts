// What a child's lines are: answers to our requests, messages for the SDK, or nothing that is MCP. A long line is looked
// at before it is parsed, since parsing takes time that only an awaited answer may take.
import { ErrorCode, type JSONRPCMessage } from "@modelcontextprotocol/sdk/types.js";
import type { ReadJson } from "../../calls/call-json.ts";
import { beginningOf, type BytePieces, sizeOf } from "../messages/byte-pieces.ts";
import { maxUnasked, maxUnaskedBytes, maxUnaskedValues } from "../messages/message-limit.ts";
import {
  isPlainAnswer,
  messagesOf,
  type ParsedLine,
  parseJson,
  parseMessages,
} from "../messages/parse-messages.ts";
import { readInTurns } from "../messages/read-in-turns.ts";
import { createTopLevelReader, type TopLevel } from "../messages/top-level.ts";
import {
  createValueCount,
  maxMessageValues,
  mayHoldMore,
  tooManyValues,
} from "../messages/value-count.ts";
import type { OwnRequests } from "../own-requests.ts";
import type { TransportContext } from "../upstream-transport.ts";
import type { ChildOutput, ChildOutputListener } from "./child-output.ts";
import type { ServerProcess } from "./server-process.ts";

const maxGarbageLines = 10_000;
// A long message takes as much time as several short ones.
const notificationCharacters = 4096;
const shownCharacters = 200;

/** Where the lines come from, and where what is in them goes. */
export interface LineContext extends Pick<ChildOutputListener, "giveUp"> {
  child: Pick<ServerProcess, "ended">;
  own: OwnRequests;
  /** The SDK's requests that wait. It accepts `"1"` as the id of an answer to 1, as some servers write it. */
  asked: Set<number>;
  log: TransportContext["log"];
  output(): Pick<ChildOutput, "note" | "noteEmptyLine">;
  /** Gives the SDK a message. */
  pass(message: JSONRPCMessage): void;
  /** Writes a line to the child. */
  write(line: string): Promise<void>;
}

/** The lines of one child. */
export class ReceivedLines {
  readonly #context: LineContext;
  #garbage = { count: 0, last: "" };
  #garbageBefore = 0;

  constructor(context: LineContext) {
    this.#context = context;
  }

  /** What was not JSON-RPC: how often, and the last of it. */
  get garbage(): { count: number; last: string } {
    return this.#garbage;
  }

  /** True if the SDK has not finished handling it. */
  readonly receive = (line: string | BytePieces): boolean | Promise<boolean> => {
    if (typeof line === "string" && line.trim() === "") {
      this.#context.output().noteEmptyLine();
      return false;
    }
    return mayHoldMore(lengthOf(line), maxUnaskedValues)
      ? this.#receiveLong(line)
      : this.#receiveMessages(line);
  };

  #isAwaited(id: number): boolean {
    const { own, asked } = this.#context;
    return own.waitsFor(id) || asked.has(id);
  }

  /**
   * Does not parse a long message that nobody waits for, since that takes time. A request is answered with an error.
   */
  #leaveOut(line: BytePieces, { isMethod, id }: TopLevel): void {
    const { log, output, write } = this.#context;
    const why = `a message of ${sizeOf(line)} bytes that answers no request is not read: ${maxUnasked}`;
    log("warning", why);
    output().note(weightOf(line));
    // For example a batch: if it contained an awaited answer, the time-out error can say so.
    if (!isMethod && id === undefined) this.#noteGarbage(why);
    if (!isMethod || id === undefined) return;
    const error = { code: ErrorCode.InvalidRequest, message: why };
    write(JSON.stringify({ jsonrpc: "2.0", id, error })).catch(() => {});
  }

  #noteGarbage(last: string): void {
    this.#garbage = { count: this.#garbage.count + 1, last };
  }

  /** What it is, is known before it is parsed. */
  async #receiveLong(line: string | BytePieces): Promise<boolean> {
    const { child, giveUp } = this.#context;
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
      if (found.isMethod || !this.#isAwaited(Number(found.id))) {
        this.#leaveOut(pieces, found);
        return false;
      }
    }
    return this.#receiveMessages(line);
  }

  /** True if the SDK has not finished handling it. */
  #receiveMessages(line: string | BytePieces): boolean {
    return typeof line === "string" ? this.#receiveShort(line) : this.#receivePieces(line);
  }

  /** Most lines are answers to own requests: nothing is prepared for the others. */
  #receiveShort(line: string): boolean {
    let value: unknown;
    try {
      value = parseJson(line);
    } catch {
      return this.#receiveParsed(line, { messages: [], rejected: 1 });
    }
    if (!isPlainAnswer(value)) return this.#receiveParsed(line, messagesOf(value));
    this.#garbageBefore = this.#garbage.count;
    if (!this.#context.own.take(value)) {
      this.#receiveParsed(line, { messages: [value], rejected: 0 });
    }
    return false;
  }

  #receivePieces(line: BytePieces): boolean {
    let read: ReadJson | undefined;
    const parsed = parseMessages(line, () => {
      read = this.#context.own.anyJson?.read(line);
      return read ? read.value : parseJson(line);
    });
    return this.#receiveParsed(line, parsed, read);
  }

  #receiveParsed(
    line: string | BytePieces,
    { messages, rejected }: ParsedLine,
    read?: ReadJson,
  ): boolean {
    const { own, asked, output, pass } = this.#context;
    let isUnderWay = false;
    if (rejected > 0) this.#reject(line, rejected);
    for (const message of messages) {
      this.#garbageBefore = this.#garbage.count;
      isUnderWay ||= "method" in message;
      const isAnswer = !("method" in message) && "id" in message;
      const id = isAnswer ? Number(message.id) : Number.NaN;
      if (read) own.jsonOf(id)?.learn(read.texts);
      if (!this.#isAwaited(id)) {
        output().note(1 + lengthOf(line) / notificationCharacters / messages.length);
      }
      asked.delete(id);
      if (!own.take(message)) pass(message);
    }
    return isUnderWay;
  }

  #reject(line: string | BytePieces, rejected: number): void {
    const { log, output, giveUp } = this.#context;
    const last = shownOf(line);
    this.#noteGarbage(last);
    output().note(weightOf(line) + rejected);
    log("warning", `ignored on stdout, not JSON-RPC: ${last}`);
    if (this.#garbage.count - this.#garbageBefore > maxGarbageLines) {
      giveUp(`it writes what is not MCP: ${last}`);
    }
  }
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
