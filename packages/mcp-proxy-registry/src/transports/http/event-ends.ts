const lineFeed = 10;
const carriageReturn = 13;

/** Finds the empty lines that end the events of a stream, even if the stream arrives in several pieces. */
export interface EventEnds {
  /**
   * The number of events and of lines that end in the piece, the number of bytes up to the end of the first event, and
   * the number of bytes after the last one. If an event ended with a carriage return at the end of the previous piece,
   * a line feed that follows still belongs to that end.
   */
  read(piece: Uint8Array): { ended: number; lines: number; first: number; rest: number };
}

export function createEventEnds(): EventEnds {
  let isLineEmpty = true;
  let wasReturn = false;
  let hasEnded = false;
  return {
    read(piece) {
      let ended = 0;
      let lines = 0;
      let first = 0;
      let endsAt = 0;
      for (let at = 0; at < piece.length; at += 1) {
        const byte = piece[at];
        const isPair = wasReturn && byte === lineFeed;
        wasReturn = byte === carriageReturn;
        // A carriage return and a line feed together are one line end, and one end of an event: a reader that has seen
        // the carriage return waits for the next byte.
        if (isPair) {
          if (hasEnded) endsAt = at + 1;
          if (hasEnded && ended <= 1) first = endsAt;
          continue;
        }
        const isEnd = byte === lineFeed || byte === carriageReturn;
        if (isEnd) lines += 1;
        hasEnded = isEnd && isLineEmpty;
        if (hasEnded) {
          ended += 1;
          endsAt = at + 1;
          if (ended === 1) first = endsAt;
        }
        isLineEmpty = isEnd;
      }
      return { ended, lines, first, rest: piece.length - endsAt };
    },
  };
}
