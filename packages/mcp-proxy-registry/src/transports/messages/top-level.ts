// Determines the kind of a long message from its outermost keys, without parsing the rest.
import { type BytePieces, type BytePlace, copyOf } from "./byte-pieces.ts";
import { endsInEscape } from "./value-count.ts";

const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const openBrace = 0x7b;
const closeBrace = 0x7d;
/** So much of a text is read byte by byte before its end is searched for. */
const shortText = 256;
const idInside = /^\s*:\s*(\d{1,15}|"[^"\\]{1,100}")\s*[,}]/;
/** Of what follows a key: enough for an id. */
const idBytes = 130;

/** The outermost keys of a message. */
export interface TopLevel {
  /** Whether it is, or may be, a request or a notification. */
  isMethod: boolean;
  id: string | number | undefined;
}

/** A text that has no end yet. */
interface OpenText extends BytePlace {
  isKey: boolean;
  /** Bytes of it in the pieces before. */
  length: number;
  holdsEscape: boolean;
  /** The next byte belongs to an escape. */
  isEscaped: boolean;
}

/** Of JSON, however its bytes are cut; of anything else, something. */
export function topLevelOf(line: BytePieces): TopLevel {
  const found: TopLevel = { isMethod: false, id: undefined };
  let depth = 0;
  let isKeyNext = false;
  let text: OpenText | undefined;
  for (const [index, piece] of line.entries()) {
    for (let place = 0; place < piece.length; place += 1) {
      if (text) {
        const end = endOfText(piece, place, text);
        if (end === -1) break;
        if (text.isKey) readKey(found, line, text, { index, place: end + 1 });
        text = undefined;
        place = end;
        continue;
      }
      const byte = piece[place];
      if (byte === quote) {
        const open = { isKey: isKeyNext, length: 0, holdsEscape: false, isEscaped: false };
        text = { ...open, index, place: place + 1 };
        isKeyNext = false;
      } else if (byte === openBrace || byte === openBracket) {
        depth += 1;
        isKeyNext = depth === 1 && byte === openBrace;
      } else if (byte === closeBrace || byte === closeBracket) depth -= 1;
      else if (byte === comma) isKeyNext = depth === 1;
    }
  }
  return found;
}

function readKey(found: TopLevel, line: BytePieces, key: OpenText, after: BytePlace): void {
  // As an escape a letter can stand for any other.
  if (key.holdsEscape) found.isMethod = true;
  const is = (name: Buffer): boolean =>
    key.length === name.length && copyOf(line, key, name.length).equals(name);
  if (is(method)) found.isMethod = true;
  if (!is(id)) return;
  const written = idInside.exec(copyOf(line, after, idBytes).toString("latin1"))?.[1];
  found.id = written === undefined ? undefined : (JSON.parse(written) as string | number);
}

const method = Buffer.from("method");
const id = Buffer.from("id");

/** Where the quotation mark is that ends the text which goes on at `from`; -1 where it is not in this piece. */
function endOfText(piece: Uint8Array, from: number, text: OpenText): number {
  let place = from + (text.isEscaped ? 1 : 0);
  text.isEscaped = false;
  const endAt = (end: number): number => {
    text.length += end - from;
    return end;
  };
  while (place < piece.length) {
    const near = Math.min(piece.length, place + shortText);
    for (; place < near; place += 1) {
      if (piece[place] === quote) return endAt(place);
      if (piece[place] !== backslash) continue;
      text.holdsEscape = true;
      place += 1;
    }
    if (place >= piece.length) break;
    const end = piece.indexOf(quote, place);
    const stop = end === -1 ? piece.length : end;
    if (text.isKey && piece.subarray(place, stop).includes(backslash)) text.holdsEscape = true;
    const isInEscape = endsInEscape(piece, place, stop);
    if (end !== -1 && !isInEscape) return endAt(end);
    place = isInEscape ? stop + 1 : stop;
  }
  text.isEscaped = place > piece.length;
  text.length += piece.length - from;
  return -1;
}
