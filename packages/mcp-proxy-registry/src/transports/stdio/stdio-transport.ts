// MCP over a child's stdin and stdout: one JSON-RPC message per line. The SDK has such a transport too;
// it copies a long message once per chunk, and ends only the process it started, not `npx`'s child.
import { setImmediate } from "node:timers/promises";
import type { Transport } from "@modelcontextprotocol/sdk/shared/transport.js";
import { ErrorCode, type JSONRPCMessage } from "@modelcontextprotocol/sdk/types.js";
import { errorText } from "../../error-text.ts";
import { maskedCommandLine } from "../../mask-secrets.ts";
import type { StdioServerDefinition } from "../../servers/server-definition.ts";
import { createChildOutput } from "./child-output.ts";
import { mostMessageBytes } from "../messages/message-limit.ts";
import { OwnRequests } from "../own-requests.ts";
import { ReceivedLines } from "./received-lines.ts";
import { type ProcessHost, ServerProcess, UnreadError } from "./server-process.ts";
import { createStderrTail } from "./stderr-tail.ts";
import type { TransportContext, UpstreamTransport } from "../upstream-transport.ts";

/** A transport to a server that is started as a child process. */
export function createStdioTransport(
  definition: StdioServerDefinition,
  host: ProcessHost,
  { log, mask }: TransportContext,
  maxMessageBytes: number = mostMessageBytes,
): UpstreamTransport {
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
  const lines = new ReceivedLines({
    child,
    own,
    asked,
    log,
    giveUp,
    write,
    output: () => output,
    pass: (message) => channel.onmessage?.(message),
  });
  const output = createChildOutput(child, maxMessageBytes, { receiveLine: lines.receive, giveUp });
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
    garbage: () => lines.garbage,
    ask: own.ask.bind(own),
    isGarbled: () => isGarbled,
    isFatal: () => false,
    isWrongTransport: () => false,
    needsProbe: false,
    isOfLiving: (error) => error instanceof UnreadError,
    close: () => child.close(),
  };
}
