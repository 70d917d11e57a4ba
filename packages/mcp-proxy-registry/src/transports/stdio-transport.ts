// MCP over a child's stdin and stdout: one JSON-RPC message per line. The SDK has such a transport too;
// it copies a long message once per chunk, and ends only the process it started, not `npx`'s child.
import type { Transport } from "@modelcontextprotocol/sdk/shared/transport.js";
import type { JSONRPCMessage } from "@modelcontextprotocol/sdk/types.js";
import { errorText } from "../error-text.ts";
import { maskedCommandLine } from "../mask-secrets.ts";
import type { StdioServerDefinition } from "../registry-types.ts";
import { createLineBuffer } from "./line-buffer.ts";
import { MAX_MESSAGE_BYTES, tooLarge } from "./message-limit.ts";
import { parseMessages } from "./parse-messages.ts";
import { createReadingPace } from "./reading-pace.ts";
import { type ProcessHost, ServerProcess } from "./server-process.ts";
import { createStderrTail } from "./stderr-tail.ts";
import type { TransportContext, UpstreamTransport } from "./upstream-transport.ts";

const MAX_GARBAGE_LINES = 10_000;
// Of notifications and garbage, in a second: what comes beyond waits, and the server with it.
const MAX_NOTIFICATIONS = 2000;
const SHOWN_CHARACTERS = 200;

/** A transport to a server that is started as a child process. */
export function createStdioTransport(
  definition: StdioServerDefinition,
  host: ProcessHost,
  { log, mask }: TransportContext,
  maxMessageBytes: number = MAX_MESSAGE_BYTES,
): UpstreamTransport {
  const lines = createLineBuffer(maxMessageBytes);
  let garbage = { count: 0, last: "" };
  let garbageBefore = 0;
  let isGarbled = false;
  const stderr = createStderrTail((line) => log("info", line));
  const child = new ServerProcess(host, {
    onOutput: (chunk) => void receive(chunk),
    onErrorOutput: (chunk) => stderr.push(chunk),
    onInputError: (error) => channel.onerror?.(error),
    onEnd() {
      pace.stop();
      channel.onclose?.();
    },
  });
  const pace = createReadingPace(MAX_NOTIFICATIONS, child.output);
  const channel: Transport = {
    start: () => child.start(definition),
    send: (message: JSONRPCMessage) => child.write(`${JSON.stringify(message)}\n`),
    close: () => child.close(),
  };

  async function receive(chunk: Buffer): Promise<void> {
    try {
      for (const line of lines.push(chunk)) {
        receiveLine(line);
        // The SDK handles a notification one microtask later than an answer: without this pause the last
        // progress report would come after its call's answer, and be lost.
        await Promise.resolve();
      }
    } catch (error) {
      giveUp(error instanceof RangeError ? tooLarge(maxMessageBytes) : errorText(error));
    }
  }

  function giveUp(reason: string): void {
    isGarbled = true;
    child.fail(reason);
  }

  function receiveLine(line: string): void {
    if (line.trim() === "") return;
    const { messages, rejected } = parseMessages(line);
    if (rejected > 0) {
      const last = line.slice(0, SHOWN_CHARACTERS);
      garbage = { count: garbage.count + 1, last };
      pace.note(1);
      log("warning", `ignored on stdout, not JSON-RPC: ${last}`);
      if (garbage.count - garbageBefore > MAX_GARBAGE_LINES)
        giveUp(`it writes what is not MCP: ${last}`);
    }
    for (const message of messages) {
      garbageBefore = garbage.count;
      if (!("id" in message)) pace.note(1);
      channel.onmessage?.(message);
    }
  }

  return {
    channel,
    endReason: () => child.endReason,
    explain: (error) => (child.ended ? child.endReason : errorText(error)),
    details() {
      const text = mask(stderr.text());
      const tried = `To try it by hand: ${maskedCommandLine(definition.command, definition.args)}`;
      return text === "" ? tried : `The last lines of its stderr:\n${text}\n${tried}`;
    },
    garbage: () => garbage,
    isGarbled: () => isGarbled,
    isFatal: () => false,
    isWrongTransport: () => false,
    needsProbe: false,
    close: () => child.close(),
  };
}
