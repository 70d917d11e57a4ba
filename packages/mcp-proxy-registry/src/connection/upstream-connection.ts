// One connected MCP client. Callers see plain values, and errors that connection-errors.ts tells apart. The SDK is used in
// connection/, questions/, transports/ and auth/; what else names it knows its types only. Results and tools are read
// leniently, so that a server with one wrong schema stays usable; the SDK's own `callTool` and `listTools` would refuse it.
import { setMaxListeners } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import type { Client } from "@modelcontextprotocol/sdk/client/index.js";
import type { Transport } from "@modelcontextprotocol/sdk/shared/transport.js";
import { UrlElicitationRequiredError } from "@modelcontextprotocol/sdk/types.js";
import { longestTimerMs } from "../calls/time-limit.ts";
import { abortSignalOf, type CancelSignal } from "../cancelling/cancel-signal.ts";
import { isGarbage } from "./connection-errors.ts";
import { errorText } from "../error-text.ts";
import { openRequiredPages } from "../questions/open-required-pages.ts";
import { readPages } from "./read-pages.ts";
import { RegistryError } from "../registry-error.ts";
import type { Asker, RequestOptions } from "../transports/request-options.ts";
import type { TransportContext, UpstreamTransport } from "../transports/upstream-transport.ts";
import { underSignal } from "../cancelling/under-signal.ts";
import { createAnsweringClient, type QuestionContext } from "../questions/upstream-questions.ts";
import { type Introduction, introductionOf } from "./introduction.ts";
import { type RequestSender, createRequestSender } from "./request-sender.ts";
import { type NoticeContext, passNotices } from "./server-notices.ts";
import { SignOfLife } from "./sign-of-life.ts";
import { endUnanswered, watchRequests } from "./waiting-requests.ts";

// A request to a dying process fails a moment before the process's end is noticed.
const endNoticeMs = 3000;

/** What a connection needs from its owner. */
export interface ConnectionOptions extends NoticeContext {
  clientInfo: { name: string; version: string };
}

/** Data from a server that is not MCP. */
export interface Garbage {
  count: number;
  last: string;
}

/** A client on one transport. Requests reject with the SDK's errors: see `isAnswer` and `explain`. */
export class UpstreamConnection {
  /** Resolves when the server is gone or the connection was closed. */
  readonly ended: Promise<void>;
  readonly #server: string;
  readonly #questions: QuestionContext;
  readonly #client: Client;
  readonly #sender: RequestSender;
  readonly #watch: (channel: Transport) => void;
  readonly #hasRoots: boolean;
  readonly #transport: UpstreamTransport;
  readonly #log: TransportContext["log"];
  readonly #signOfLife: SignOfLife;
  #protocolVersion: string | undefined;
  #noted: Garbage = { count: 0, last: "" };
  #isLogging: Promise<unknown> | undefined;
  readonly #over = new AbortController();
  #isOpen = false;

  constructor(transport: UpstreamTransport, options: ConnectionOptions) {
    const { client, watch } = createAnsweringClient(options.clientInfo, options);
    this.#client = client;
    this.#sender = createRequestSender(client, transport);
    this.#watch = watch;
    this.#hasRoots = options.features.listRoots !== undefined;
    this.#server = options.server;
    this.#questions = options;
    this.#transport = transport;
    this.#log = options.log;
    // Any number of requests may listen to it.
    setMaxListeners(0, this.#over.signal);
    this.ended = new Promise((resolve) => {
      const onclose = (): void => {
        this.#over.abort();
        resolve();
      };
      Object.assign(client, { onclose, onerror: (error: Error) => this.#noteError(error) });
    });
    this.#signOfLife = new SignOfLife(client, this.#over.signal);
    passNotices(client, options);
  }

  get isEnded(): boolean {
    return this.#over.signal.aborted;
  }

  /** Does the handshake. If it rejects, the connection must be closed. */
  async open(signal: AbortSignal): Promise<void> {
    const { channel } = this.#transport;
    this.#watch(channel);
    const waiting = watchRequests(this.#transport);
    const isThere = (): Promise<boolean> => this.#signOfLife.ask();
    this.#transport.onUnanswered?.((ids, reason) => {
      void endUnanswered(waiting, this.#transport, { ids, reason }, isThere);
    });
    const { setProtocolVersion } = channel;
    channel.setProtocolVersion = (version) => {
      this.#protocolVersion = version;
      setProtocolVersion?.call(channel, version);
    };
    await underSignal(signal, (own) =>
      this.#client.connect(channel, { signal: own, timeout: longestTimerMs }),
    );
    this.#isOpen = true;
  }

  get capabilities(): Record<string, unknown> {
    return { ...this.#client.getServerCapabilities() };
  }

  /** How the server introduced itself. */
  get introduction(): Introduction {
    return introductionOf(this.#client, this.#protocolVersion);
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

  /** The asker is told the result as the server sent it. The signal belongs to this call only. May throw. */
  callTool(
    name: string,
    args: Record<string, unknown>,
    options: RequestOptions,
    asker: Asker,
  ): void {
    this.#sender.send("tools/call", { name, arguments: args }, options, asker);
  }

  /** Where a call failed because a person has to open pages first: asks for that, and resolves to what the call ends with. */
  openPages(tool: string, error: unknown, signal: CancelSignal): Promise<Error> | undefined {
    if (!(error instanceof UrlElicitationRequiredError)) return undefined;
    return openRequiredPages(tool, error, this.#questions, abortSignalOf(signal));
  }

  /** One request; the result as the server sent it. */
  async request(
    method: string,
    params: Record<string, unknown>,
    { signal }: { signal: AbortSignal },
  ): Promise<Record<string, unknown>> {
    return this.#sender.request(method, params, signal);
  }

  /** Sets the server's log level to the lowest, once. If it refuses, only what it logs anyway is received. */
  async logEverything(signal: AbortSignal): Promise<void> {
    if (!this.capabilities["logging"]) return;
    this.#isLogging ??= this.request("logging/setLevel", { level: "debug" }, { signal });
    await this.#isLogging.catch(() => {});
  }

  /** Notifies a server that supports roots that they have changed. */
  async rootsChanged(): Promise<void> {
    if (!this.#hasRoots || this.isEnded) return;
    await this.#client.sendRootsListChanged().catch((error: unknown) => {
      this.#log("debug", errorText(error));
    });
  }

  /** Why the server is gone or cannot be reached, to follow "because". */
  explain(error: unknown): string {
    if (!this.isEnded) return this.#transport.explain(error);
    if (this.#signOfLife.isSilent) return "it no longer answers";
    return this.#transport.endReason(this.#signOfLife.failure);
  }

  /** Lines for the person, not for code in the sandbox. */
  details(error?: unknown): string {
    return this.#transport.details(error);
  }

  /** Of a server behind a URL; for the person as well. */
  get address(): string | undefined {
    return this.#transport.address;
  }

  /** After a request failed without an answer: resolves once it is known whether the server is gone. */
  async settle(failure?: unknown): Promise<void> {
    if (this.#transport.needsProbe) {
      if (this.#isOpen) await this.#signOfLife.ask();
      return;
    }
    if (this.#transport.isOfLiving?.(failure)) return;
    // By the signal: listeners of `ended` would be kept in memory as long as the server lives.
    await delay(endNoticeMs, undefined, this.#over).catch(() => {});
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
    // Our own refusal says nothing about the connection.
    if (error instanceof RegistryError) return;
    if (this.#transport.isFatal(error)) void this.#client.close();
    else if (this.#isOpen && this.#transport.needsProbe) void this.#signOfLife.ask();
  }

  /** After a request that was not answered: a server that does not answer a ping either is given up. */
  endUnlessAlive(): Promise<void> {
    return this.#signOfLife.askAfterSilence();
  }

  /** Data that was not MCP: how often, and the last piece. */
  get garbage(): Garbage {
    return this.#transport.garbage?.() ?? this.#noted;
  }

  /** Whether the connection was ended because of what the server sent. */
  get isGarbled(): boolean {
    return this.#transport.isGarbled?.() ?? false;
  }
}
