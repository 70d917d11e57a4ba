// The cost of parsing a message depends on its values rather than its bytes: each takes a hundred bytes or more of the
// host's memory.
const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const colon = 0x3a;
const openBracket = 0x5b;
const openBrace = 0x7b;
/** A key takes as long as several values. */
const valuesOfKey = 4;

/** The most values of one message. Tables of a hundred thousand rows stay below it. */
export const maxMessageValues: number = 2_000_000;

/** The error for a message beyond the limit, to follow "because". */
export const tooManyValues: string = `it sent a message of more than ${maxMessageValues.toLocaleString("en")} values and keys; ask for less, or for a file`;

/** So much of a text is read byte by byte before its end is searched for. */
const shortText = 256;

/** Counts the values of JSON that comes in pieces; a key counts as four. */
export interface ValueCount {
  readonly values: number;
  read(piece: Uint8Array): void;
  restart(): void;
}

export function createValueCount(): ValueCount {
  let values = 0;
  let isText = false;
  let isEscaped = false;
  return {
    get values() {
      return values;
    },
    read(piece) {
      let textRead = 0;
      for (let place = 0; place < piece.length; place += 1) {
        const byte = piece[place];
        if (isEscaped) isEscaped = false;
        else if (isText) {
          textRead += 1;
          if (byte === backslash) isEscaped = true;
          else if (byte === quote) isText = false;
          else if (textRead > shortText) {
            textRead = 0;
            const found = piece.indexOf(quote, place);
            const stop = found === -1 ? piece.length : found;
            isEscaped = endsInEscape(piece, place, stop);
            place = stop - 1;
          }
        } else if (byte === quote) {
          isText = true;
          textRead = 0;
        } else if (byte === colon) values += valuesOfKey;
        else if (byte === comma || byte === openBracket || byte === openBrace) values += 1;
      }
    },
    restart() {
      values = 0;
      isText = false;
      isEscaped = false;
    },
  };
}

/** Whether an odd number of backslashes stands before `end`, of those from `start` on. */
export function endsInEscape(piece: Uint8Array, start: number, end: number): boolean {
  let first = end;
  while (first > start && piece[first - 1] === backslash) first -= 1;
  return (end - first) % 2 === 1;
}

/** Whether a message of so many bytes may have more values: each takes a byte at least. */
export function mayHoldMore(bytes: number, values: number): boolean {
  return bytes * valuesOfKey > values;
}
