// Guards against gaps of the SDK's HTTP transports: they read bodies of any size, a request whose event stream ends
// without an answer waits forever, and the connection of a cancelled request stays open as long as its server likes.
// The guard is between them and `fetch`.
import type { FetchLike } from "@modelcontextprotocol/sdk/shared/transport.js";
import { asArray, isObject } from "../../json-value.ts";
import { boundBody } from "./bounded-body.ts";
import { mostMessageBytes } from "../messages/message-limit.ts";
import { limitPosts } from "./limit-posts.ts";
import { unaskedEvent } from "./unasked-event.ts";
import { createWaitingPace } from "./waiting-pace.ts";

/** Called with requests that will not be answered, and the reason. */
export type UnansweredListener = (ids: readonly unknown[], reason: string) => void;

/** A `fetch` for one server, and the ends of its requests. */
export interface AnswerGuard {
  readonly fetch: FetchLike;
  /** Why a stream was ended, if one was. */
  readonly problem: string | undefined;
  onUnanswered: UnansweredListener | undefined;
  /** Told of messages that are not read, since they are long and answer nothing. */
  onUnread: ((why: string) => void) | undefined;
  /** The request has its answer: the server may end the connection, and has it ended soon. */
  answered(id: unknown): void;
  /** Nobody waits for the request any longer. */
  abandon(id: unknown): void;
}

// Streams that are begun in a second. A server says itself how soon its streams are to be taken up again, and may end each at once.
const maxStreams = 10;
// Most servers end the response with its answer; then the connection can be used again.
const answeredMs = 1000;
// The reason with which the connection of an answered request is ended.
const answeredAlready = "answered";

/** A request whose connection is open. */
interface OpenRequest {
  ids: readonly unknown[];
  /** Aborted where it is given up. */
  given: AbortController;
  over(): void;
}

/** Limits every message that comes through `fetchFrom`. */
export function createAnswerGuard(
  fetchFrom: FetchLike,
  maxMessageBytes: number = mostMessageBytes,
): AnswerGuard {
  let problem: string | undefined;
  /** A stream given up is not to be taken up again: what was too large would come again. */
  let unwanted = 0;
  const open = new Map<unknown, AbortController>();
  /** Ids of requests that have no answer yet, also of those whose answer comes another way. */
  const awaited = new Set<unknown>();
  const streams = createWaitingPace(maxStreams);
  const post = limitPosts(fetchFrom);

  async function guarded(...[address, init]: Parameters<FetchLike>): Promise<Response> {
    if (init?.method !== "POST") return ask(address, init);
    const ids = requestIds(init.body);
    if (ids.length === 0) return post(address, init);
    const given = new AbortController();
    for (const id of ids) {
      open.set(id, given);
      awaited.add(id);
    }
    const over = (): void => {
      for (const id of ids) if (open.get(id) === given) open.delete(id);
    };
    const signals = [given.signal, ...(init.signal ? [init.signal] : [])];
    try {
      return await ask(
        address,
        { ...init, signal: AbortSignal.any(signals) },
        { ids, given, over },
      );
    } catch (error) {
      over();
      for (const id of ids) awaited.delete(id);
      // To the SDK: taken, and answered elsewhere if at all.
      if (given.signal.aborted) return new Response(null, { status: 202 });
      throw error;
    }
  }

  async function ask(
    address: string | URL,
    init: RequestInit | undefined,
    request?: OpenRequest,
  ): Promise<Response> {
    if (unwanted > 0 && new Headers(init?.headers).has("last-event-id")) {
      unwanted -= 1;
      // To the SDK: no stream here, and no error.
      return new Response(null, { status: 405 });
    }
    if ((init?.method ?? "GET") === "GET") await streams.spend(1);
    const response = await fetchFrom(address, init);
    const type = response.headers.get("content-type") ?? "";
    const isStream = type.includes("text/event-stream");
    if (!response.ok || !response.body || !(isStream || type.includes("json"))) {
      request?.over();
      return response;
    }
    const asked = isStream ? (request?.ids ?? []) : [];
    const body = boundBody(response.body, {
      isStream,
      maxMessageBytes,
      given: request?.given.signal,
      onOver: () => request?.over(),
      onGivenUp(isResumable) {
        if (isResumable && request?.given.signal.reason !== answeredAlready) unwanted += 1;
      },
      onTooMuch(why, isResumable) {
        problem = why;
        if (isResumable) unwanted += 1;
        guard.onUnanswered?.(asked, problem);
        return new RangeError(problem);
      },
      onEnd(isResumable) {
        if (isResumable) return;
        guard.onUnanswered?.(asked, "it ended the stream of its answer without one");
      },
      async insteadOf(event, values) {
        const unasked = await unaskedEvent(event, values, (id) => awaited.has(id));
        if (unasked) guard.onUnread?.(unasked.why);
        return unasked?.event;
      },
    });
    const { status, statusText, headers } = response;
    return new Response(body, { status, statusText, headers });
  }

  const guard: AnswerGuard = {
    fetch: guarded,
    get problem() {
      return problem;
    },
    onUnanswered: undefined,
    onUnread: undefined,
    answered(id) {
      awaited.delete(id);
      const given = open.get(id);
      if (given) setTimeout(() => given.abort(answeredAlready), answeredMs).unref();
    },
    abandon(id) {
      awaited.delete(id);
      open.get(id)?.abort();
    },
  };
  return guard;
}

function requestIds(body: unknown): unknown[] {
  if (typeof body !== "string") return [];
  const sent: unknown = JSON.parse(body);
  return [...asArray(sent), sent]
    .filter(isObject)
    .flatMap((message) =>
      "method" in message && message["id"] !== undefined ? [message["id"]] : [],
    );
}
