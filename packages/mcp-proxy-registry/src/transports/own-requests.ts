// Requests to a server, and their answers, without the SDK's client: for a thousand at once, its timers, closures and
// second parsing of each answer took as long as everything else. The SDK still does the handshake and handles requests
// from the server. The transport has already checked that messages are JSON-RPC.
import {
  ErrorCode,
  type JSONRPCMessage,
  McpError,
  ProgressNotificationSchema,
} from "@modelcontextprotocol/sdk/types.js";
import type { CallJson } from "../calls/call-json.ts";
import type { CancelSignal } from "../cancelling/cancel-signal.ts";
import type { Asker, RequestOptions } from "./request-options.ts";

/** The SDK's own ids start at 0. */
const firstId = 2 ** 30;

type Result = Record<string, unknown>;

/** One object, since thousands of requests may wait at once. */
class OwnRequest {
  readonly id: number;
  readonly signal: CancelSignal;
  readonly json: CallJson | undefined;
  readonly onProgress: RequestOptions["onProgress"];
  readonly asker: Asker;
  readonly #requests: OwnRequests;

  constructor(
    requests: OwnRequests,
    id: number,
    { signal, json, onProgress }: RequestOptions,
    asker: Asker,
  ) {
    this.#requests = requests;
    this.id = id;
    this.signal = signal;
    this.json = json;
    this.onProgress = onProgress;
    this.asker = asker;
  }

  /** Its signal is aborted. */
  handleEvent(): void {
    this.#requests.cancel(this);
  }
}

/** Writes a line with its end, or pieces that form one. Rejects if it was not sent. */
type Write = (line: string | Iterable<string | Uint8Array>) => Promise<void>;

/** The requests of one connection that wait for their answers. */
export class OwnRequests {
  readonly #write: Write;
  readonly #waiting = new Map<number, OwnRequest>();
  /** The last write, and the ids of the requests in it. */
  #written: { taken: Promise<void>; ids: number[] } | undefined;
  #nextId = firstId;

  constructor(write: Write) {
    this.#write = write;
  }

  /**
   * The asker is told the result as the server sent it, or the same error as by the SDK's client; never before this
   * returns. Throws what cannot be sent.
   */
  ask(method: string, params: Result, options: RequestOptions, asker: Asker): void {
    const { signal } = options;
    signal.throwIfAborted();
    const id = this.#nextId;
    this.#nextId += 1;
    const line = written(id, method, params, options);
    const request = new OwnRequest(this, id, options, asker);
    this.#waiting.set(id, request);
    signal.addEventListener("abort", request);
    this.#watch(this.#write(line), id);
  }

  /** If the write fails, the request fails too. Requests that are written together fail together. */
  #watch(taken: Promise<void>, id: number): void {
    if (taken === this.#written?.taken) return void this.#written.ids.push(id);
    const ids = [id];
    this.#written = { taken, ids };
    taken.catch((error: unknown) => {
      for (const failed of ids) this.#end(failed)?.asker.failed(error);
    });
  }

  waitsFor(id: number): boolean {
    return this.#waiting.has(id);
  }

  /** The JSON codec of the request with this id, if it waits. */
  jsonOf(id: number): CallJson | undefined {
    return this.#waiting.get(id)?.json;
  }

  /** The JSON codec of any waiting request: only parsing a line shows which request it answers. */
  get anyJson(): CallJson | undefined {
    for (const { json } of this.#waiting.values()) if (json) return json;
    return undefined;
  }

  /** True if the message is the answer to one of these, or its progress. */
  take(message: JSONRPCMessage): boolean {
    if ("method" in message) return this.#takeProgress(message);
    const request = this.#waiting.get(Number(message.id));
    if (!request) return false;
    // If the request is aborted, its caller is notified in a later turn.
    if (request.signal.aborted) return true;
    this.#waiting.delete(request.id);
    if ("result" in message) request.asker.answered(message.result);
    else {
      const { code, message: words, data } = message.error;
      request.asker.failed(McpError.fromError(code, words, data));
    }
    return true;
  }

  /** The server is gone: none of them will be answered. */
  close(): void {
    const error = McpError.fromError(ErrorCode.ConnectionClosed, "Connection closed");
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { asker } of waiting) asker.failed(error);
  }

  #takeProgress(message: JSONRPCMessage): boolean {
    const read = ProgressNotificationSchema.safeParse(message);
    if (!read.success) return false;
    const { progressToken, progress, total, message: words } = read.data.params;
    const onProgress = this.#waiting.get(Number(progressToken))?.onProgress;
    if (!onProgress) return false;
    try {
      onProgress({
        progress,
        ...(total !== undefined && { total }),
        ...(words !== undefined && { message: words }),
      });
    } catch {
      // A failing listener is not the server's fault.
    }
    return true;
  }

  /** Removes a request. */
  #end(id: number): OwnRequest | undefined {
    const request = this.#waiting.get(id);
    this.#waiting.delete(id);
    return request;
  }

  /** Tells the server that nobody waits for it any more. */
  cancel(request: OwnRequest): void {
    if (!this.#waiting.delete(request.id)) return;
    const reason = String(request.signal.reason);
    const params = { requestId: request.id, reason };
    const message = { jsonrpc: "2.0", method: "notifications/cancelled", params };
    // A server that is gone need not be notified.
    this.#write(`${JSON.stringify(message)}\n`).catch(() => {});
    request.asker.failed(new McpError(ErrorCode.RequestTimeout, reason));
  }
}

function middleOf(method: string): string {
  return `,"method":"${method}","params":`;
}

const middleOfCall = middleOf("tools/call");

function written(
  id: number,
  method: string,
  params: Result,
  { json, onProgress }: RequestOptions,
): string | Iterable<string | Uint8Array> {
  const asked = onProgress ? { ...params, _meta: { progressToken: id } } : params;
  const text = json?.write(asked) ?? JSON.stringify(asked);
  // What is around the parameters is always the same: writing it directly takes less time than encoding it. Each part
  // of a text is an object until the text is written.
  const middle = method === "tools/call" ? middleOfCall : middleOf(method);
  const start = `{"jsonrpc":"2.0","id":${id}${middle}`;
  return typeof text === "string" ? `${start}${text}}\n` : [start, ...text, "}\n"];
}
