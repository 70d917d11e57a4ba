// Guards against gaps of the SDK's HTTP transports: they read bodies of any size, a request whose answer ends without one
// for it waits forever, the connection of a cancelled request stays open as long as its server likes, and a server that
// does not take one notification is given up. The guard is between them and `fetch`.
import type { FetchLike } from "@modelcontextprotocol/sdk/shared/transport.js";
import { asArray, isObject } from "../../json-value.ts";
import { boundBody } from "./bounded-body.ts";
import { httpErrorText } from "./http-error-text.ts";
import { limitPosts } from "./limit-posts.ts";
import { mostMessageBytes } from "../messages/message-limit.ts";
import { type OpenRequest, OpenRequests } from "./open-requests.ts";
import { unaskedEvent } from "./unasked-event.ts";
import { createWaitingPace } from "./waiting-pace.ts";

/** Called with requests that will not be answered, and the reason. */
export type UnansweredListener = (ids: readonly unknown[], reason: string) => void;

// Streams that are begun in a second. A server says itself how soon its streams are to be taken up again, and may end each at once.
const maxStreams = 10;
// To a message of ours that nobody waits for, these are the server's own trouble. Others may mean that it does not know us.
const tooManyRequests = 429;
const serverError = 500;

/** A `fetch` for one server, and the ends of its requests. */
export class AnswerGuard {
  readonly fetch: FetchLike = (address, init) =>
    init?.method === "POST" ? this.#post(address, init) : this.#ask(address, init);
  onUnanswered: UnansweredListener | undefined;
  readonly #fetchFrom: FetchLike;
  readonly #warn: (why: string) => void;
  readonly #maxMessageBytes: number;
  readonly #tell: FetchLike;
  readonly #requests = new OpenRequests();
  readonly #streams = createWaitingPace(maxStreams);
  #problem: string | undefined;
  /** A stream given up is not to be taken up again: what was too large would come again. */
  #unwanted = 0;

  /** `warn` is told of messages that are not read, since they are long and answer nothing, and of ours that are not taken. */
  constructor(
    fetchFrom: FetchLike,
    warn: (why: string) => void,
    maxMessageBytes: number = mostMessageBytes,
  ) {
    this.#fetchFrom = fetchFrom;
    this.#warn = warn;
    this.#maxMessageBytes = maxMessageBytes;
    this.#tell = limitPosts(fetchFrom, warn);
  }

  /** Why a stream was ended, if one was. */
  get problem(): string | undefined {
    return this.#problem;
  }

  /** The request has its answer: the server may end the connection, and has it ended soon. */
  answered(id: unknown): void {
    this.#requests.answered(id);
  }

  /** Nobody waits for the request any longer. */
  abandon(id: unknown): void {
    this.#requests.abandon(id);
  }

  async #post(address: string | URL, init: RequestInit): Promise<Response> {
    const messages = messagesIn(init.body);
    const ids = messages.flatMap(({ method, id }) =>
      method !== undefined && id !== undefined ? [id] : [],
    );
    if (ids.length === 0) return this.#say(messages, address, init);
    const request = this.#requests.begin(ids);
    const signals = [request.given, ...(init.signal ? [init.signal] : [])];
    try {
      return await this.#ask(address, { ...init, signal: AbortSignal.any(signals) }, request);
    } catch (error) {
      request.failed();
      // To the SDK: taken, and answered elsewhere if at all.
      if (request.given.aborted) return new Response(null, { status: 202 });
      throw error;
    }
  }

  /** Sends notifications, or answers to what the server has asked. That one is not taken is no reason to leave the server. */
  async #say(messages: SentMessage[], address: string | URL, init: RequestInit): Promise<Response> {
    const response = await this.#tell(address, init);
    if (response.ok) return response;
    const { status } = response;
    const methods = messages.flatMap(({ method }) => (typeof method === "string" ? [method] : []));
    const isNotice = methods.length > 0;
    const isOwnTrouble = status === tooManyRequests || status >= serverError;
    if (!isNotice && !isOwnTrouble) return response;
    // The SDK tells it as an error of the connection, after which the server is asked whether it knows us.
    if (mayHaveEnded(status, init) && !methods.includes("notifications/initialized"))
      return response;
    const why = httpErrorText(status, await response.text());
    this.#warn(`it has not taken our ${isNotice ? methods.join(", ") : "answer"}: ${why}`);
    return new Response(null, { status: 202 });
  }

  async #ask(
    address: string | URL,
    init: RequestInit | undefined,
    request?: OpenRequest,
  ): Promise<Response> {
    if (this.#unwanted > 0 && new Headers(init?.headers).has("last-event-id")) {
      this.#unwanted -= 1;
      // To the SDK: no stream here, and no error.
      return new Response(null, { status: 405 });
    }
    const isGet = (init?.method ?? "GET") === "GET";
    if (isGet) await this.#streams.spend(1);
    const response = await this.#fetchFrom(address, init);
    // Written in any case, and read so by the SDK.
    const type = response.headers.get("content-type")?.toLowerCase() ?? "";
    const isStream = type.includes("text/event-stream");
    const isRead = isStream || (!isGet && type.includes("json"));
    if (!response.ok || !response.body || !isRead) {
      request?.over();
      return response.ok && isGet ? withoutBody(response) : response;
    }
    return withBody(response, this.#bounded(response.body, isStream, request));
  }

  #bounded(
    body: ReadableStream<Uint8Array>,
    isStream: boolean,
    request: OpenRequest | undefined,
  ): ReadableStream<Uint8Array> {
    const asked = request?.ids ?? [];
    return boundBody(body, {
      isStream,
      maxMessageBytes: this.#maxMessageBytes,
      given: request?.given,
      onOver: () => request?.over(),
      onGivenUp: (isResumable) => {
        if (isResumable && !request?.isAnswered) this.#unwanted += 1;
      },
      onTooMuch: (why, isResumable) => {
        this.#problem = why;
        if (isResumable) this.#unwanted += 1;
        this.onUnanswered?.(isStream ? asked : [], why);
        return new RangeError(why);
      },
      onEnd: (isResumable) => {
        if (isResumable) return;
        const reason = isStream
          ? "it ended the stream of its answer without one"
          : "what it answered with is no answer to this";
        this.onUnanswered?.(asked, reason);
      },
      insteadOf: async (event, values) => {
        const unasked = await unaskedEvent(event, values, (id) => this.#requests.isAwaited(id));
        if (unasked) this.#warn(unasked.why);
        return unasked?.event;
      },
    });
  }
}

/** A message that is sent, as far as it matters here. */
interface SentMessage {
  method?: unknown;
  id?: unknown;
}

function messagesIn(body: unknown): SentMessage[] {
  if (typeof body !== "string") return [];
  const sent: unknown = JSON.parse(body);
  return [...asArray(sent), sent].filter(isObject);
}

/** The MCP specification: 404 to what is sent in a session means that it has ended. */
export function mayHaveEnded(status: number, init: RequestInit | undefined): boolean {
  return status === 404 && new Headers(init?.headers).has("mcp-session-id");
}

function withBody(response: Response, body: ReadableStream<Uint8Array> | null): Response {
  const { status, statusText, headers } = response;
  return new Response(body, { status, statusText, headers });
}

/** Of what is no event stream where one was asked for. The SDK would read it as one, without an end. */
async function withoutBody(response: Response): Promise<Response> {
  await response.body?.cancel();
  return withBody(response, null);
}
