// One connected MCP client. Callers see plain values, and errors that connection-errors.ts tells apart. The SDK is used here,
// there, in upstream-questions.ts, question-turns.ts, transports/ and auth/; what else names it knows its types only. Results
// and tools are read leniently, so that a server with one wrong schema stays usable; the SDK's own `callTool` and
// `listTools` would refuse it.
import { setMaxListeners } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import type { Client } from "@modelcontextprotocol/sdk/client/index.js";
import type { Transport } from "@modelcontextprotocol/sdk/shared/transport.js";
import {
  LoggingMessageNotificationSchema,
  ResultSchema,
  ToolListChangedNotificationSchema,
  UrlElicitationRequiredError,
} from "@modelcontextprotocol/sdk/types.js";
import { LONGEST_TIMER_MS } from "./call-deadline.ts";
import { abortSignalOf, type CancelSignal } from "./cancel-signal.ts";
import type { CallsUnderWay } from "./calls-under-way.ts";
import type { ClientFeatures } from "./client-features.ts";
import { isAnswer, isGarbage, isRequestTimeout, UNANSWERED } from "./connection-errors.ts";
import { errorText } from "./error-text.ts";
import { openRequiredPages } from "./open-required-pages.ts";
import { readPages } from "./read-pages.ts";
import { RegistryError } from "./registry-error.ts";
import type { CallJson, ServerDescription, ToolProgress } from "./registry-types.ts";
import type { TransportContext, UpstreamTransport } from "./transports/upstream-transport.ts";
import { underSignal } from "./under-signal.ts";
import { createAnsweringClient, type QuestionContext } from "./upstream-questions.ts";
import { watchRequests } from "./waiting-requests.ts";

const LAST_ANSWER_MS = 100;
const PROBE_TIMEOUT_MS = 5000;
// A request that was sent into a dying process fails a moment before the process is seen to be dead.
const END_NOTICE_MS = 3000;

/** What a connection needs of its owner. */
export interface ConnectionOptions {
  server: string;
  clientInfo: { name: string; version: string };
  features: ClientFeatures;
  calls: CallsUnderWay;
  log: TransportContext["log"];
  onToolsChanged(): void;
}

/** What a server said of itself in the handshake. */
export type Introduction = Omit<ServerDescription, "name" | "alias" | "description">;

/** What a server said that is no MCP. */
export interface Garbage {
  count: number;
  last: string;
}

/** Options of one request. */
export interface RequestOptions {
  signal: CancelSignal;
  json?: CallJson | undefined;
  onProgress?: ((progress: ToolProgress) => void) | undefined;
}

/** A client on one transport. Requests reject with the SDK's errors: see `isAnswer` and `explain`. */
export class UpstreamConnection {
  /** Resolves when the server is gone or the connection was closed. */
  readonly ended: Promise<void>;
  readonly #server: string;
  readonly #questions: QuestionContext;
  readonly #client: Client;
  readonly #watch: (channel: Transport) => void;
  readonly #hasRoots: boolean;
  readonly #transport: UpstreamTransport;
  readonly #log: TransportContext["log"];
  #probe: Promise<void> | undefined;
  #protocolVersion: string | undefined;
  #waiting: ReadonlySet<unknown> = new Set();
  #noted: Garbage = { count: 0, last: "" };
  #givenUp: string | undefined;
  #isLogging: Promise<unknown> | undefined;
  readonly #over = new AbortController();
  #isOpen = false;

  constructor(transport: UpstreamTransport, options: ConnectionOptions) {
    const { client, watch } = createAnsweringClient(options.clientInfo, options);
    this.#client = client;
    this.#watch = watch;
    this.#hasRoots = options.features.listRoots !== undefined;
    this.#server = options.server;
    this.#questions = options;
    this.#transport = transport;
    this.#log = options.log;
    // As many requests as there are may wait for it.
    setMaxListeners(0, this.#over.signal);
    this.ended = new Promise((resolve) => {
      const onclose = (): void => {
        this.#over.abort();
        resolve();
      };
      Object.assign(client, { onclose, onerror: (error: Error) => this.#noteError(error) });
    });
    client.setNotificationHandler(ToolListChangedNotificationSchema, () =>
      options.onToolsChanged(),
    );
    client.setNotificationHandler(LoggingMessageNotificationSchema, ({ params }) => {
      const { level, logger, data } = params;
      const message = { level, data, ...(logger !== undefined && { logger }) };
      options.log("debug", errorText(typeof data === "string" ? data : JSON.stringify(data)));
      options.calls.log(message);
      const { server, calls, features } = options;
      features.onServerLog?.({ server, ...message }, calls.contexts());
    });
  }

  get isEnded(): boolean {
    return this.#over.signal.aborted;
  }

  /** The handshake. The connection is to be closed where this rejects. */
  async open(signal: AbortSignal): Promise<void> {
    const { channel } = this.#transport;
    this.#watch(channel);
    this.#waiting = watchRequests(this.#transport);
    this.#transport.onUnanswered?.((ids, reason) => void this.#endUnanswered(ids, reason));
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
    return readPages((params) => this.request(method, params, { signal }), {
      server: this.#server,
      method,
      key,
      log: this.#log,
    });
  }

  /** All pages of `tools/list`, as the server sent them. */
  async listTools(signal: AbortSignal): Promise<unknown[]> {
    return this.capabilities["tools"] ? this.list("tools/list", "tools", signal) : [];
  }

  /** The result as the server sent it. The signal is of this call alone. */
  callTool(
    name: string,
    args: Record<string, unknown>,
    options: RequestOptions,
  ): Promise<Record<string, unknown>> {
    if (options.json) this.#transport.useJson?.(args, options.json);
    const answer = this.#send("tools/call", { name, arguments: args }, options);
    return answer.catch(async (error: unknown) => {
      if (!(error instanceof UrlElicitationRequiredError)) throw error;
      const signal = abortSignalOf(options.signal);
      throw await openRequiredPages(name, error, this.#questions, signal);
    });
  }

  /** One request; the result as the server sent it. */
  async request(
    method: string,
    params: Record<string, unknown>,
    { signal }: { signal: AbortSignal },
  ): Promise<Record<string, unknown>> {
    return underSignal(signal, (own) => this.#send(method, params, { signal: own }));
  }

  /** The signal ends the request, sooner than the SDK's own time-out. */
  #send(
    method: string,
    params: Record<string, unknown>,
    { signal, onProgress }: RequestOptions,
  ): Promise<Record<string, unknown>> {
    return this.#client.request({ method, params }, ResultSchema, {
      // It asks whether it is aborted, why, and to be told: nothing that would take a real one.
      signal: signal as AbortSignal,
      timeout: LONGEST_TIMER_MS,
      ...(onProgress && { onprogress: onProgress }),
    });
  }

  /** Has the server log everything, once. Where it will not, what it logs anyway is all there is. */
  async logEverything(signal: AbortSignal): Promise<void> {
    if (!this.capabilities["logging"]) return;
    this.#isLogging ??= this.request("logging/setLevel", { level: "debug" }, { signal });
    await this.#isLogging.catch(() => {});
  }

  /** Tells a server that was given roots that they have changed. */
  rootsChanged(): void {
    if (!this.#hasRoots || this.isEnded) return;
    this.#client.sendRootsListChanged().catch((error: unknown) => {
      this.#log("debug", errorText(error));
    });
  }

  /** Why the server is gone or cannot be reached, to follow "because". */
  explain(error: unknown): string {
    return this.isEnded
      ? (this.#givenUp ?? this.#transport.endReason())
      : this.#transport.explain(error);
  }

  details(): string {
    return this.#transport.details();
  }

  /** After a request failed without an answer: resolves once it is known whether the server is gone. */
  async settle(): Promise<void> {
    if (this.#transport.needsProbe) return this.#isOpen ? this.#ping() : undefined;
    // By the signal: what waits for `ended` is kept for as long as the server lives.
    await delay(END_NOTICE_MS, undefined, this.#over).catch(() => {});
  }

  /** Resolves when nothing of the server is left. */
  async close(): Promise<void> {
    await this.#transport.close();
    await this.#client.close();
  }

  #noteError(error: Error): void {
    if (this.isEnded) return;
    this.#log("debug", errorText(error));
    if (isGarbage(error)) this.#noted = { count: this.#noted.count + 1, last: errorText(error) };
    // A refusal says nothing about the connection.
    if (error instanceof RegistryError) return;
    if (this.#transport.isFatal(error)) void this.#client.close();
    else if (this.#isOpen && this.#transport.needsProbe) void this.#ping();
  }

  /** After a call that was not answered: a server that does not answer a ping either is given up. */
  async endUnlessAlive(): Promise<void> {
    if (this.isEnded) return;
    try {
      await this.#client.ping({ timeout: PROBE_TIMEOUT_MS });
    } catch (error) {
      if (!isRequestTimeout(error) || this.isEnded) return;
      this.#givenUp = "it does not answer any more";
      await this.#client.close();
    }
  }

  /** What was said that is no MCP: how often, and the last of it. */
  get garbage(): Garbage {
    return this.#transport.garbage?.() ?? this.#noted;
  }

  /** Whether the server is gone because of what it said. */
  get isGarbled(): boolean {
    return this.#transport.isGarbled?.() ?? false;
  }

  /** Requests that the server will not answer any more are not to wait for their time to be up. */
  async #endUnanswered(ids: readonly unknown[], reason: string): Promise<void> {
    const waiting = (): unknown[] => ids.filter((id) => this.#waiting.has(id));
    // What came just before the end is still on its way through the SDK.
    await delay(LAST_ANSWER_MS);
    if (waiting().length > 0) await this.#ping();
    if (this.isEnded) return;
    for (const id of waiting()) {
      if (typeof id !== "number") continue;
      const error = { code: UNANSWERED, message: reason };
      this.#transport.channel.onmessage?.({ jsonrpc: "2.0", id, error });
    }
  }

  #ping(): Promise<void> {
    this.#probe ??= this.#endUnlessAnswered().finally(() => {
      this.#probe = undefined;
    });
    return this.#probe;
  }

  /** A late or an unfriendly answer is a sign of life too. */
  async #endUnlessAnswered(): Promise<void> {
    try {
      await this.#client.ping({ timeout: PROBE_TIMEOUT_MS });
    } catch (error) {
      if (!isAnswer(error) && !(error instanceof RegistryError)) await this.#client.close();
    }
  }
}
