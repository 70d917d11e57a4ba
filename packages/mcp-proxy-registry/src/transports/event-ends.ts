const lineFeed = 10;
const carriageReturn = 13;

/** Finds the empty lines that end the events of a stream, also where they come in several pieces. */
export interface EventEnds {
  /**
   * How many events and lines end in the piece, the bytes up to the end of the first event, and those after the last. Where
   * an event ended with the carriage return of the piece before, a line feed that follows is the rest of its end.
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
        // A carriage return with its line feed is one end of a line, and of an event: whoever reads a carriage return waits for
        // what follows it.
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
