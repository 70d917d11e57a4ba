import { createGatheredBytes, type GatheredBytes } from "../messages/gathered-bytes.ts";
import { tooLarge } from "../messages/message-limit.ts";
import { createValueCount, maxMessageValues, tooManyValues } from "../messages/value-count.ts";
import { createEventEnds } from "./event-ends.ts";
import { createWaitingPace } from "./waiting-pace.ts";

// Events of a stream in a second: what comes beyond waits, and the server with it.
const maxEvents = 2000;
// A long one takes as much time as several, and so does one of many lines.
const eventBytes = 16 * 1024;
const eventLines = 100;
// Of one event. Each keeps its reader busy, however little it says.
const maxLines = 500_000;
const tooManyLines = `it sent a message of more than ${maxLines.toLocaleString("en")} lines; ask for less`;
const eventId = /(?:^|[\r\n])id:/;

/** What is read of a body before it is handed on, and whether it is too much. */
export interface Gathering {
  /** Reads a piece. True where enough has come to be handed on. */
  take(piece: Uint8Array): Promise<boolean>;
  /** Why the message that has begun is too much, to follow "because". */
  readonly excess: string | undefined;
  /** Whether it is a stream whose events have ids. */
  readonly isResumable: boolean;
}

/** Gathers the events of a stream, at their pace. `insteadOf`: what is read instead of an event, if it is another. */
export function gatherEvents(
  gathered: GatheredBytes,
  maxMessageBytes: number,
  insteadOf: (event: Buffer, values: number) => Promise<Buffer | undefined>,
): Gathering {
  /** The event that has begun: what it is can be told once it is whole, and nobody reads a part of one. */
  const begun = createGatheredBytes();
  const events = createEventEnds();
  const count = createValueCount();
  const pace = createWaitingPace(maxEvents);
  let messageBytes = 0;
  let messageLines = 0;
  let isResumable = false;
  let tail = "";

  return {
    async take(piece) {
      if (!isResumable) {
        const text = tail + Buffer.from(piece).toString("latin1");
        isResumable = eventId.test(text);
        tail = text.slice(-4);
      }
      const { ended, lines, first, rest } = events.read(piece);
      if (first > 0) {
        begun.add(piece.subarray(0, first));
        count.read(piece.subarray(0, first));
        if (count.values > maxMessageValues) return false;
        const event = begun.take();
        gathered.add((await insteadOf(event, count.values)) ?? event);
        gathered.add(piece.subarray(first, piece.length - rest));
        count.restart();
      }
      begun.add(piece.subarray(piece.length - rest));
      count.read(piece.subarray(piece.length - rest));
      messageBytes = ended > 0 ? rest : messageBytes + piece.length;
      messageLines = ended > 0 ? 0 : messageLines + lines;
      await pace.spend(ended + lines / eventLines + piece.length / eventBytes);
      return first > 0;
    },
    get excess() {
      if (messageBytes > maxMessageBytes) return tooLarge(maxMessageBytes);
      if (messageLines > maxLines) return tooManyLines;
      return count.values > maxMessageValues ? tooManyValues : undefined;
    },
    get isResumable() {
      return isResumable;
    },
  };
}
