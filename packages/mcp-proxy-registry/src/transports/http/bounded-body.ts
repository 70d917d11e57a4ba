import { createEventEnds } from "./event-ends.ts";
import { createGatheredBytes } from "../messages/gathered-bytes.ts";
import { tooLarge } from "../messages/message-limit.ts";
import { createValueCount, maxMessageValues, tooManyValues } from "../messages/value-count.ts";
import { createWaitingPace } from "./waiting-pace.ts";

// What is handed on at once: pieces of a byte each would cost their reader an object each.
const handedBytes = 64 * 1024;
// Events of a stream in a second: what comes beyond waits, and the server with it.
const maxEvents = 2000;
// A long one takes as much time as several, and so does one of many lines.
const eventBytes = 16 * 1024;
const eventLines = 100;
// Of one event. Each keeps its reader busy, however little it says.
const maxLines = 500_000;
const tooManyLines = `it sent a message of more than ${maxLines.toLocaleString("en")} lines; ask for less`;
const eventId = /(?:^|[\r\n])id:/;

/** What a body is bounded by, and who is told how it ends. A resumable stream has events with ids. */
export interface BodyBounds {
  isStream: boolean;
  maxMessageBytes: number;
  /** Ends the body. */
  given: AbortSignal | undefined;
  /** Told once nothing more is read. */
  onOver(): void;
  /** Told where `given` ended it. */
  onGivenUp(isResumable: boolean): void;
  /** Returns the error that the reader gets. */
  onTooMuch(why: string, isResumable: boolean): Error;
  /** Told of the end of the body, and of a stream that breaks off; whoever reads other bodies hears that they do. */
  onEnd(isResumable: boolean): void;
  /** Of a stream: what is read instead of an event that is whole and has so many values, where it is another than that. */
  insteadOf(event: Buffer, values: number): Promise<Buffer | undefined>;
}

/** The same body, without a message that is too much; a stream waits where its events come too fast. */
export function boundBody(
  body: ReadableStream<Uint8Array>,
  { isStream, maxMessageBytes, given, onOver, onGivenUp, onTooMuch, onEnd, insteadOf }: BodyBounds,
): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  const gathered = createGatheredBytes();
  /** Of a stream, the event that has begun: what it is can be told once it is whole, and nobody reads a part of one. */
  const begun = createGatheredBytes();
  const events = createEventEnds();
  const count = createValueCount();
  const pace = createWaitingPace(maxEvents);
  let messageBytes = 0;
  let messageLines = 0;
  let isResumable = false;
  let tail = "";
  let isTooMuch = false;

  function tooMuch(why: string): Error {
    isTooMuch = true;
    return onTooMuch(why, isResumable);
  }

  /** True where enough has come to be handed on. */
  async function take(value: Uint8Array): Promise<boolean> {
    if (!isStream) {
      count.read(value);
      gathered.add(value);
      messageBytes += value.length;
      return gathered.size >= handedBytes;
    }
    if (!isResumable) {
      const text = tail + Buffer.from(value).toString("latin1");
      isResumable = eventId.test(text);
      tail = text.slice(-4);
    }
    const { ended, lines, first, rest } = events.read(value);
    if (first > 0) {
      begun.add(value.subarray(0, first));
      count.read(value.subarray(0, first));
      if (count.values > maxMessageValues) return false;
      const event = begun.take();
      gathered.add((await insteadOf(event, count.values)) ?? event);
      gathered.add(value.subarray(first, value.length - rest));
      count.restart();
    }
    begun.add(value.subarray(value.length - rest));
    count.read(value.subarray(value.length - rest));
    messageBytes = ended > 0 ? rest : messageBytes + value.length;
    messageLines = ended > 0 ? 0 : messageLines + lines;
    await pace.spend(ended + lines / eventLines + value.length / eventBytes);
    return first > 0;
  }

  /** In pieces: a long one would keep its reader from everything else. */
  function hand(controller: ReadableStreamDefaultController<Uint8Array>): void {
    const bytes = gathered.take();
    for (let start = 0; start < bytes.length; start += handedBytes) {
      controller.enqueue(bytes.subarray(start, start + handedBytes));
    }
  }

  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        for (;;) {
          const { done, value } = await reader.read();
          if (done) {
            onOver();
            hand(controller);
            controller.close();
            onEnd(isResumable);
            return;
          }
          const isEnough = await take(value);
          if (messageBytes > maxMessageBytes) throw tooMuch(tooLarge(maxMessageBytes));
          if (messageLines > maxLines) throw tooMuch(tooManyLines);
          if (count.values > maxMessageValues) throw tooMuch(tooManyValues);
          if (isEnough) return hand(controller);
        }
      } catch (error) {
        onOver();
        if (isStream && given?.aborted) {
          onGivenUp(isResumable);
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
