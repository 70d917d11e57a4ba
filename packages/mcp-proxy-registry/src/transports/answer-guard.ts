// What the SDK's HTTP transports leave open: they read bodies of any size, a request whose event stream ends without an
// answer waits for ever, and the connection of one that nobody waits for stays as long as its server likes. The guard
// stands between them and `fetch`.
import type { FetchLike } from "@modelcontextprotocol/sdk/shared/transport.js";
import { asArray, isObject } from "../json-value.ts";
import { createGatheredBytes } from "./gathered-bytes.ts";
import { MAX_MESSAGE_BYTES, tooLarge } from "./message-limit.ts";
import { createValueCount, MAX_MESSAGE_VALUES, tooManyValues } from "./value-count.ts";
import { createWaitingPace } from "./waiting-pace.ts";

/** Told of requests that will not be answered, and why. */
export type UnansweredListener = (ids: readonly unknown[], reason: string) => void;

export interface AnswerGuard {
  readonly fetch: FetchLike;
  /** Why a stream was given up, once one was. */
  readonly problem: string | undefined;
  onUnanswered: UnansweredListener | undefined;
  /** The request has its answer: the server may end the connection, and has it ended soon. */
  answered(id: unknown): void;
  /** Nobody waits for the request any more. */
  abandon(id: unknown): void;
}

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
// What is handed on at once: pieces of a byte each would cost their reader an object each.
const HANDED_BYTES = 64 * 1024;
// Events of a stream in a second: what comes beyond waits, and the server with it.
const MAX_EVENTS = 2000;
// A long one takes as much time as several.
const EVENT_BYTES = 16 * 1024;
const EVENT_ID = /(?:^|[\r\n])id:/;
// Most servers end a connection with its answer; then it serves the next request.
const ANSWERED_MS = 1000;

/** Bounds every message that comes through `fetchFrom`. */
export function createAnswerGuard(
  fetchFrom: FetchLike,
  maxMessageBytes: number = MAX_MESSAGE_BYTES,
): AnswerGuard {
  let problem: string | undefined;
  /** A stream given up is not to be taken up again: what was too large would come again. */
  let unwanted = 0;
  const open = new Map<unknown, AbortController>();

  async function guarded(...[address, init]: Parameters<FetchLike>): Promise<Response> {
    const ids = init?.method === "POST" ? requestIds(init.body) : [];
    if (ids.length === 0) return ask(address, init);
    const given = new AbortController();
    for (const id of ids) open.set(id, given);
    const over = (): void => {
      for (const id of ids) if (open.get(id) === given) open.delete(id);
    };
    const signals = [given.signal, ...(init?.signal ? [init.signal] : [])];
    try {
      return await ask(
        address,
        { ...init, signal: AbortSignal.any(signals) },
        { ids, given, over },
      );
    } catch (error) {
      over();
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
    const response = await fetchFrom(address, init);
    const type = response.headers.get("content-type") ?? "";
    const isStream = type.includes("text/event-stream");
    if (!response.ok || !response.body || !(isStream || type.includes("json"))) {
      request?.over();
      return response;
    }
    const asked = isStream ? (request?.ids ?? []) : [];
    const body = bounded(response.body, {
      isStream,
      maxMessageBytes,
      given: request?.given.signal,
      onOver: () => request?.over(),
      onAbandoned(isResumable) {
        if (isResumable) unwanted += 1;
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
    answered(id) {
      const given = open.get(id);
      if (given) setTimeout(() => given.abort(answeredAlready), ANSWERED_MS).unref();
    },
    abandon: (id) => open.get(id)?.abort(),
  };
  return guard;
}

const answeredAlready = "answered";

/** A request whose connection is open. */
interface OpenRequest {
  ids: readonly unknown[];
  /** Aborted where it is given up. */
  given: AbortController;
  over(): void;
}

interface Bounds {
  isStream: boolean;
  maxMessageBytes: number;
  /** Ends the body. */
  given: AbortSignal | undefined;
  /** Told once nothing more is read. */
  onOver(): void;
  /** Told where it was ended for want of anyone who waits. */
  onAbandoned(isResumable: boolean): void;
  /** Returns the error that the reader gets. A resumable stream has events with ids. */
  onTooMuch(why: string, isResumable: boolean): Error;
  onEnd(isResumable: boolean): void;
}

function bounded(
  body: ReadableStream<Uint8Array>,
  { isStream, maxMessageBytes, given, onOver, onAbandoned, onTooMuch, onEnd }: Bounds,
): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  const gathered = createGatheredBytes();
  const events = createEventEnds();
  const count = createValueCount();
  const pace = createWaitingPace(MAX_EVENTS);
  let messageBytes = 0;
  let isResumable = false;
  let tail = "";
  let isTooMuch = false;

  function tooMuch(why: string): Error {
    isTooMuch = true;
    return onTooMuch(why, isResumable);
  }

  /** True where enough has come to be handed on. */
  async function take(value: Uint8Array): Promise<boolean> {
    gathered.add(value);
    count.read(value);
    if (!isStream) {
      messageBytes += value.length;
      return gathered.size >= HANDED_BYTES;
    }
    if (!isResumable) {
      const text = tail + Buffer.from(value).toString("latin1");
      isResumable = EVENT_ID.test(text);
      tail = text.slice(-4);
    }
    const { ended, rest } = events.read(value);
    messageBytes = ended > 0 ? rest : messageBytes + value.length;
    if (ended > 0 && count.values <= MAX_MESSAGE_VALUES) {
      count.restart();
      count.read(value.subarray(value.length - rest));
    }
    await pace.spend(ended + value.length / EVENT_BYTES);
    return ended > 0 || gathered.size >= HANDED_BYTES;
  }

  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        for (;;) {
          const { done, value } = await reader.read();
          if (done) {
            onOver();
            if (gathered.size > 0) controller.enqueue(gathered.take());
            controller.close();
            if (isStream) onEnd(isResumable);
            return;
          }
          const isEnough = await take(value);
          if (messageBytes > maxMessageBytes) throw tooMuch(tooLarge(maxMessageBytes));
          if (count.values > MAX_MESSAGE_VALUES) throw tooMuch(tooManyValues);
          if (isEnough) return controller.enqueue(gathered.take());
        }
      } catch (error) {
        onOver();
        if (isStream && given?.aborted) {
          if (given.reason !== answeredAlready) onAbandoned(isResumable);
          return controller.close();
        }
        controller.error(error);
        if (isTooMuch) await reader.cancel().catch(() => {});
        else if (isStream) onEnd(isResumable);
      }
    },
    async cancel(reason) {
      onOver();
      await reader.cancel(reason).catch(() => {});
    },
  });
}

/** Finds the empty lines that end events, also where they come in several pieces. */
function createEventEnds(): { read(piece: Uint8Array): { ended: number; rest: number } } {
  let isLineEmpty = true;
  let wasReturn = false;
  return {
    /** How many events end in the piece, and the bytes after the last. */
    read(piece) {
      let ended = 0;
      let endsAt = 0;
      for (let at = 0; at < piece.length; at += 1) {
        const byte = piece[at];
        const isPair = wasReturn && byte === LINE_FEED;
        wasReturn = byte === CARRIAGE_RETURN;
        // A carriage return with its line feed is one end of a line.
        if (isPair) continue;
        const isEnd = byte === LINE_FEED || byte === CARRIAGE_RETURN;
        if (isEnd && isLineEmpty) {
          ended += 1;
          endsAt = at + 1;
        }
        isLineEmpty = isEnd;
      }
      return { ended, rest: piece.length - endsAt };
    },
  };
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
