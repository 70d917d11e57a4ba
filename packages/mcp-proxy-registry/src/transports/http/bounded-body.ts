import { createGatheredBytes, type GatheredBytes } from "../messages/gathered-bytes.ts";
import { tooLarge } from "../messages/message-limit.ts";
import { createValueCount, maxMessageValues, tooManyValues } from "../messages/value-count.ts";
import { gatherEvents, type Gathering } from "./gathered-events.ts";

// What is handed on at once: pieces of a byte each would cost their reader an object each.
const handedBytes = 64 * 1024;

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
  const gathering = isStream
    ? gatherEvents(gathered, maxMessageBytes, insteadOf)
    : gatherAnswer(gathered, maxMessageBytes);
  let isTooMuch = false;

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
            onEnd(gathering.isResumable);
            return;
          }
          const isEnough = await gathering.take(value);
          const { excess } = gathering;
          if (excess !== undefined) {
            isTooMuch = true;
            throw onTooMuch(excess, gathering.isResumable);
          }
          if (isEnough) return hand(controller);
        }
      } catch (error) {
        onOver();
        if (isStream && given?.aborted) {
          onGivenUp(gathering.isResumable);
          return controller.close();
        }
        controller.error(error);
        if (isTooMuch) await reader.cancel().catch(() => {});
        else if (isStream) onEnd(gathering.isResumable);
      }
    },
    async cancel(reason) {
      onOver();
      await reader.cancel(reason).catch(() => {});
    },
  });
}

/** Gathers the answer to one request, which is one message. */
function gatherAnswer(gathered: GatheredBytes, maxMessageBytes: number): Gathering {
  const count = createValueCount();
  let messageBytes = 0;
  return {
    async take(piece) {
      count.read(piece);
      gathered.add(piece);
      messageBytes += piece.length;
      return gathered.size >= handedBytes;
    },
    get excess() {
      if (messageBytes > maxMessageBytes) return tooLarge(maxMessageBytes);
      return count.values > maxMessageValues ? tooManyValues : undefined;
    },
    isResumable: false,
  };
}
