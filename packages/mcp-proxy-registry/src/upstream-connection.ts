// One connected MCP client. With the files in transports/ this is all that knows the SDK: everything
// outside sees plain values. Results and tools are read leniently, so that a server with one wrong
// schema stays usable; the SDK's own `callTool` and `listTools` would refuse it.
import { setTimeout as delay } from "node:timers/promises";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import {
  ErrorCode,
  LoggingMessageNotificationSchema,
  McpError,
  ResultSchema,
  ToolListChangedNotificationSchema,
} from "@modelcontextprotocol/sdk/types.js";
import { LONGEST_TIMER_MS } from "./call-deadline.ts";
import { errorText } from "./error-text.ts";
import { asArray } from "./json-value.ts";
import { RegistryError } from "./registry-error.ts";
import type { ServerDescription, ToolProgress } from "./registry-types.ts";
import type { TransportContext, UpstreamTransport } from "./transports/upstream-transport.ts";
import { underSignal } from "./under-signal.ts";

const METHOD_NOT_FOUND: number = ErrorCode.MethodNotFound;
const PROBE_TIMEOUT_MS = 5000;
// A request that was sent into a dying process fails a moment before the process is seen to be dead.
const END_NOTICE_MS = 3000;

/** What a connection needs of its owner. */
export interface ConnectionOptions {
  clientInfo: { name: string; version: string };
  log: TransportContext["log"];
  onToolsChanged(): void;
}

/** What a server said of itself in the handshake. */
export type Introduction = Omit<ServerDescription, "name" | "alias" | "description">;

/** Options of one request. */
export interface RequestOptions {
  signal: AbortSignal;
  onProgress?: ((progress: ToolProgress) => void) | undefined;
}

/** A client on one transport. Requests reject with the SDK's errors: see `isAnswer` and `explain`. */
export class UpstreamConnection {
  /** Resolves when the server is gone or the connection was closed. */
  readonly ended: Promise<void>;
  readonly #client: Client;
  readonly #transport: UpstreamTransport;
  readonly #log: TransportContext["log"];
  #probe: Promise<void> | undefined;
  #protocolVersion: string | undefined;
  #isOpen = false;
  #isEnded = false;

  constructor(transport: UpstreamTransport, options: ConnectionOptions) {
    const client = new Client(options.clientInfo);
    this.#client = client;
    this.#transport = transport;
    this.#log = options.log;
    this.ended = new Promise((resolve) => {
      const onclose = (): void => {
        this.#isEnded = true;
        resolve();
      };
      Object.assign(client, { onclose, onerror: (error: Error) => this.#noteError(error) });
    });
    client.setNotificationHandler(ToolListChangedNotificationSchema, () =>
      options.onToolsChanged(),
    );
    client.setNotificationHandler(LoggingMessageNotificationSchema, ({ params }) => {
      const { data } = params;
      options.log("debug", errorText(typeof data === "string" ? data : JSON.stringify(data)));
    });
  }

  get isEnded(): boolean {
    return this.#isEnded;
  }

  /** The handshake. The connection is to be closed where this rejects. */
  async open(signal: AbortSignal): Promise<void> {
    const { channel } = this.#transport;
    const { setProtocolVersion } = channel;
    channel.setProtocolVersion = (version) => {
      this.#protocolVersion = version;
      setProtocolVersion?.call(channel, version);
    };
    await underSignal(signal, (own) =>
      this.#client.connect(channel, { signal: own, timeout: LONGEST_TIMER_MS }),
    );
    this.#isOpen = true;
  }

  get capabilities(): Record<string, unknown> {
    return { ...this.#client.getServerCapabilities() };
  }

  /** How the server introduced itself. */
  get introduction(): Introduction {
    const info = this.#client.getServerVersion();
    const instructions = this.#client.getInstructions();
    return {
      capabilities: this.capabilities,
      ...(info?.title !== undefined && { title: info.title }),
      ...(info?.version !== undefined && { version: info.version }),
      ...(instructions !== undefined && { instructions }),
      ...(this.#protocolVersion !== undefined && { protocolVersion: this.#protocolVersion }),
    };
  }

  /** All pages of a list, as the server sent them. */
  async list(method: string, key: string, signal: AbortSignal): Promise<unknown[]> {
    const items: unknown[] = [];
    const cursors = new Set<unknown>();
    let cursor: unknown;
    do {
      cursors.add(cursor);
      const params = cursor === undefined ? {} : { cursor };
      const page = await this.request(method, params, { signal });
      // Not spread into push: a page may hold more than a call may have arguments.
      for (const item of asArray(page[key])) items.push(item);
      cursor = page["nextCursor"] ?? undefined;
    } while (cursor !== undefined && !cursors.has(cursor));
    if (cursor !== undefined) this.#log("warning", `${method} goes in circles; stopped`);
    return items;
  }

  /** All pages of `tools/list`, as the server sent them. */
  async listTools(signal: AbortSignal): Promise<unknown[]> {
    return this.capabilities["tools"] ? this.list("tools/list", "tools", signal) : [];
  }

  /** The result as the server sent it. */
  callTool(
    name: string,
    args: Record<string, unknown>,
    options: RequestOptions,
  ): Promise<Record<string, unknown>> {
    return this.request("tools/call", { name, arguments: args }, options);
  }

  /** One request; the result as the server sent it. */
  async request(
    method: string,
    params: Record<string, unknown>,
    { signal, onProgress }: RequestOptions,
  ): Promise<Record<string, unknown>> {
    // The signal ends the request, sooner than the SDK's own time-out.
    return underSignal(signal, (own) =>
      this.#client.request({ method, params }, ResultSchema, {
        signal: own,
        timeout: LONGEST_TIMER_MS,
        ...(onProgress && { onprogress: onProgress }),
      }),
    );
  }

  /** Why the server is gone or cannot be reached, to follow "because". */
  explain(error: unknown): string {
    return this.#isEnded ? this.#transport.endReason() : this.#transport.explain(error);
  }

  details(): string {
    return this.#transport.details();
  }

  /** After a request failed without an answer: resolves once it is known whether the server is gone. */
  async settle(): Promise<void> {
    if (this.#transport.needsProbe) return this.#isOpen ? this.#ping() : undefined;
    const waiting = new AbortController();
    const notice = delay(END_NOTICE_MS, undefined, waiting).catch(() => {});
    await Promise.race([this.ended, notice]);
    waiting.abort();
  }

  /** Resolves when nothing of the server is left. */
  async close(): Promise<void> {
    await this.#transport.close();
    await this.#client.close();
  }

  #noteError(error: Error): void {
    if (this.#isEnded) return;
    this.#log("debug", errorText(error));
    // A refusal says nothing about the connection.
    if (!this.#isOpen || error instanceof RegistryError) return;
    if (this.#transport.isFatal(error)) void this.#client.close();
    else if (this.#transport.needsProbe) void this.#ping();
  }

  #ping(): Promise<void> {
    this.#probe ??= this.#endUnlessAlive().finally(() => {
      this.#probe = undefined;
    });
    return this.#probe;
  }

  /** A late or an unfriendly answer is a sign of life too. */
  async #endUnlessAlive(): Promise<void> {
    try {
      await this.#client.ping({ timeout: PROBE_TIMEOUT_MS });
    } catch (error) {
      if (!isAnswer(error) && !(error instanceof RegistryError)) await this.#client.close();
    }
  }
}

/** Whether an error is the server's own answer, where the connection has not ended. */
export function isAnswer(error: unknown): error is McpError {
  return error instanceof McpError;
}

/** Whether the server does not know the method it was asked for. */
export function isMethodNotFound(error: unknown): boolean {
  return error instanceof McpError && error.code === METHOD_NOT_FOUND;
}
