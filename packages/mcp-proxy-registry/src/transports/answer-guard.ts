// What the SDK's HTTP transports leave open: they read bodies of any size, and a request whose event stream ends
// without an answer waits for ever. The guard stands between them and `fetch`.
import type { FetchLike } from "@modelcontextprotocol/sdk/shared/transport.js";
import { asArray, isObject } from "../json-value.ts";
import { MAX_MESSAGE_BYTES, tooLarge } from "./message-limit.ts";

/** Told of requests that will not be answered, and why. */
export type UnansweredListener = (ids: readonly unknown[], reason: string) => void;

export interface AnswerGuard {
  readonly fetch: FetchLike;
  /** Why a stream was given up, once one was. */
  readonly problem: string | undefined;
  onUnanswered: UnansweredListener | undefined;
}

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const EVENT_ID = /(?:^|[\r\n])id:/;

/** Bounds every message that comes through `fetchFrom`. */
export function createAnswerGuard(
  fetchFrom: FetchLike,
  maxMessageBytes: number = MAX_MESSAGE_BYTES,
): AnswerGuard {
  let problem: string | undefined;
  /** A stream given up is not to be taken up again: what was too large would come again. */
  let unwanted = 0;

  async function guarded(...[address, init]: Parameters<FetchLike>): Promise<Response> {
    if (unwanted > 0 && new Headers(init?.headers).has("last-event-id")) {
      unwanted -= 1;
      // To the SDK: no stream here, and no error.
      return new Response(null, { status: 405 });
    }
    const response = await fetchFrom(address, init);
    const type = response.headers.get("content-type") ?? "";
    const isStream = type.includes("text/event-stream");
    if (!response.ok || !response.body || !(isStream || type.includes("json"))) return response;
    const asked = init?.method === "POST" && isStream ? requestIds(init.body) : [];
    const body = bounded(response.body, {
      isStream,
      maxMessageBytes,
      onTooLarge(isResumable) {
        problem = tooLarge(maxMessageBytes);
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
  };
  return guard;
}

interface Bounds {
  isStream: boolean;
  maxMessageBytes: number;
  /** Returns the error that the reader gets. A resumable stream has events with ids. */
  onTooLarge(isResumable: boolean): Error;
  onEnd(isResumable: boolean): void;
}

function bounded(
  body: ReadableStream<Uint8Array>,
  { isStream, maxMessageBytes, onTooLarge, onEnd }: Bounds,
): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  let messageBytes = 0;
  let isResumable = false;
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { done, value } = await reader.read();
        if (done) {
          controller.close();
          if (isStream) onEnd(isResumable);
          return;
        }
        if (isStream) isResumable ||= EVENT_ID.test(Buffer.from(value).toString("latin1"));
        const sinceEvent = isStream ? bytesSinceEvent(value) : undefined;
        messageBytes = sinceEvent ?? messageBytes + value.length;
        if (messageBytes <= maxMessageBytes) {
          controller.enqueue(value);
          return;
        }
        controller.error(onTooLarge(isResumable));
        await reader.cancel().catch(() => {});
      } catch (error) {
        controller.error(error);
        if (isStream) onEnd(isResumable);
      }
    },
    async cancel(reason) {
      await reader.cancel(reason).catch(() => {});
    },
  });
}

/** The bytes after the last empty line, which ends an event; undefined where there is none. */
function bytesSinceEvent(chunk: Uint8Array): number | undefined {
  let isLineEmpty = false;
  for (let at = chunk.length - 1; at >= 0; at -= 1) {
    const byte = chunk[at];
    if (byte === CARRIAGE_RETURN) continue;
    if (byte !== LINE_FEED) isLineEmpty = false;
    else if (isLineEmpty) return chunk.length - at;
    else isLineEmpty = true;
  }
  return undefined;
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
