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
import type { RequestOptions } from "./request-options.ts";

/** The SDK's own ids start at 0. */
const firstId = 2 ** 30;

type Result = Record<string, unknown>;

interface OwnRequest {
  resolve(result: Result): void;
  reject(error: unknown): void;
  options: RequestOptions;
}

/** Writes a line, or pieces that form one. Rejects if it was not sent. */
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

  /** Resolves with the result as the server sent it. Rejects with the same errors as the SDK's client. */
  ask(method: string, params: Result, options: RequestOptions): Promise<Result> {
    return new Promise((resolve, reject) => {
      options.signal.throwIfAborted();
      const id = this.#nextId;
      this.#nextId += 1;
      const line = written(id, method, params, options);
      this.#wait(id, { resolve, reject, options });
      this.#watch(this.#write(line), id);
    });
  }

  /** If the write fails, the request fails too. Requests that are written together fail together. */
  #watch(taken: Promise<void>, id: number): void {
    if (taken === this.#written?.taken) return void this.#written.ids.push(id);
    const ids = [id];
    this.#written = { taken, ids };
    taken.catch((error: unknown) => {
      for (const failed of ids) this.#end(failed)?.reject(error);
    });
  }

  #wait(id: number, request: OwnRequest): void {
    this.#waiting.set(id, request);
    request.options.signal.addEventListener("abort", () => this.#cancel(id));
  }

  waitsFor(id: number): boolean {
    return this.#waiting.has(id);
  }

  /** The JSON codec of the request with this id, if it waits. */
  jsonOf(id: number): CallJson | undefined {
    return this.#waiting.get(id)?.options.json;
  }

  /** The JSON codec of any waiting request: only parsing a line shows which request it answers. */
  get anyJson(): CallJson | undefined {
    for (const { options } of this.#waiting.values()) if (options.json) return options.json;
    return undefined;
  }

  /** True if the message is the answer to one of these, or its progress. */
  take(message: JSONRPCMessage): boolean {
    if ("method" in message) return this.#takeProgress(message);
    const id = Number(message.id);
    // If the request is aborted, its caller is notified in a later turn.
    if (this.#waiting.get(id)?.options.signal.aborted) return true;
    const request = this.#end(id);
    if (!request) return false;
    if ("result" in message) request.resolve(message.result);
    else {
      const { code, message: words, data } = message.error;
      request.reject(McpError.fromError(code, words, data));
    }
    return true;
  }

  /** The server is gone: none of them will be answered. */
  close(): void {
    const error = McpError.fromError(ErrorCode.ConnectionClosed, "Connection closed");
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { reject } of waiting) reject(error);
  }

  #takeProgress(message: JSONRPCMessage): boolean {
    const read = ProgressNotificationSchema.safeParse(message);
    if (!read.success) return false;
    const { progressToken, progress, total, message: words } = read.data.params;
    const onProgress = this.#waiting.get(Number(progressToken))?.options.onProgress;
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

  #cancel(id: number): void {
    const request = this.#end(id);
    if (!request) return;
    const reason = String(request.options.signal.reason);
    const params = { requestId: id, reason };
    const message = { jsonrpc: "2.0", method: "notifications/cancelled", params };
    // A server that is gone need not be notified.
    this.#write(JSON.stringify(message)).catch(() => {});
    request.reject(new McpError(ErrorCode.RequestTimeout, reason));
  }
}

function written(
  id: number,
  method: string,
  params: Result,
  { json, onProgress }: RequestOptions,
): string | Iterable<string | Uint8Array> {
  const asked = onProgress ? { ...params, _meta: { progressToken: id } } : params;
  const text = json?.write(asked) ?? JSON.stringify(asked);
  // What is around the parameters is always the same: writing it directly takes less time than encoding it.
  const start = `{"jsonrpc":"2.0","id":${id},"method":"${method}","params":`;
  return typeof text === "string" ? `${start}${text}}` : [start, ...text, "}"];
}
