// One MCP session over HTTP, with its own transport and server, so that nothing is shared with other clients. An
// `initialize` request starts it. It ends by DELETE, by its server, when idle, or when its client went away during a
// run.
import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout } from "node:timers/promises";
import { StreamableHTTPServerTransport } from "@modelcontextprotocol/sdk/server/streamableHttp.js";
import type { RequestId } from "@modelcontextprotocol/sdk/types.js";
import { createServer, type CodeExecutionServer } from "../create-server.ts";
import type { BridgeOptions } from "../bridge/bridge-types.ts";
import { createMemoryEventStore } from "./memory-event-store.ts";
import { watchRequests, type PendingRequests } from "../client/pending-requests.ts";

const lastAnswersMs = 2_000;

/** What a session needs of its owner. Times are milliseconds. */
export interface HttpSessionOptions {
  bridge: BridgeOptions;
  /** Whose session it is. */
  client: string;
  idleMs: number;
  reconnectMs: number;
  onBegin: (id: string) => void;
  /** Called once, when the session has ended completely. */
  onEnd: (why: string) => void;
}

export class HttpSession {
  readonly client: string;
  readonly #options: HttpSessionOptions;
  readonly #server: CodeExecutionServer;
  readonly #transport: StreamableHTTPServerTransport;
  #pending: PendingRequests | undefined;
  /** Requests in progress. */
  #exchanges = 0;
  /** Connections on which the client listens. */
  #streams = 0;
  #timer: NodeJS.Timeout | undefined;
  #closing: Promise<void> | undefined;

  private constructor(options: HttpSessionOptions) {
    this.#options = options;
    this.client = options.client;
    this.#server = createServer(options.bridge);
    this.#transport = new StreamableHTTPServerTransport({
      sessionIdGenerator: randomUUID,
      eventStore: createMemoryEventStore(),
      onsessioninitialized: options.onBegin,
      onsessionclosed: () => this.close("its client ended it"),
    });
    this.#transport.onclose = () => void this.close("its connection was closed");
  }

  static async begin(options: HttpSessionOptions): Promise<HttpSession> {
    const session = new HttpSession(options);
    await session.#server.server.connect(session.#transport);
    const { running } = session.#server;
    const pending = watchRequests(session.#transport, running, () => session.#watchTime());
    session.#pending = pending;
    const closeTransport = session.#transport.close.bind(session.#transport);
    // When its server closes the transport, every run has ended; an answer may still be in transit.
    session.#transport.close = async () => {
      await Promise.race([
        pending.answered(),
        setTimeout(lastAnswersMs, undefined, { ref: false }),
      ]);
      await closeTransport();
    };
    return session;
  }

  /** Undefined until its first request was accepted. */
  get id(): string | undefined {
    return this.#transport.sessionId;
  }

  /** The number of requests in progress that run code. */
  get runs(): number {
    return this.#pending?.runs ?? 0;
  }

  isPending(id: RequestId): boolean {
    return this.#pending?.has(id) ?? false;
  }

  readonly setServers: CodeExecutionServer["setServers"] = (...changed) =>
    this.#server.setServers(...changed);

  async handle(request: IncomingMessage, response: ServerResponse, body?: unknown): Promise<void> {
    const listens = request.method === "GET";
    if (listens) this.#streams += 1;
    else this.#exchanges += 1;
    response.once("close", () => {
      if (listens) this.#streams -= 1;
      else this.#exchanges -= 1;
      this.#watchTime();
    });
    this.#watchTime();
    await this.#transport.handleRequest(request, response, body);
  }

  /** Ends its runs, which are still answered, then its sandboxes, servers and connections. */
  close(why: string): Promise<void> {
    this.#closing ??= this.#end(why);
    return this.#closing;
  }

  async #end(why: string): Promise<void> {
    clearTimeout(this.#timer);
    try {
      await this.#server.close();
    } finally {
      this.#options.onEnd(why);
    }
  }

  #watchTime(): void {
    clearTimeout(this.#timer);
    if (this.#closing || this.#exchanges > 0) return;
    const { idleMs, reconnectMs } = this.#options;
    if (!this.#pending?.size) this.#closeAfter(idleMs, "it was idle");
    else if (this.#streams === 0)
      this.#closeAfter(reconnectMs, "its client went away during a run");
  }

  #closeAfter(milliseconds: number, why: string): void {
    this.#timer = globalThis.setTimeout(() => void this.close(why), milliseconds);
    this.#timer.unref();
  }
}
