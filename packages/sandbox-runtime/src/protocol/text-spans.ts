// Where the long texts of JSON are. The bytes are gone through once, as they lie: a text may begin in one piece and end in
// another, and so may an escape.
import type { BytePieces } from "./byte-pieces.ts";

/** Bytes of JSON. */
export const longText: number = 256 * 1024;
/** So much is read byte by byte before the end of a text is searched for. */
const shortText = 256;
/** Of texts, keys among them: where there are more, the long ones are not what matters. */
const maxTexts = 10_000;
const quote = 0x22;
const backslash = 0x5c;
const colon = 0x3a;
const space = 0x20;

/** The places of a text's first byte and of the quotation mark after it, among all bytes. */
export interface Span {
  start: number;
  end: number;
}

/** None where there are none, or where this is no JSON, or where too much else is in it. */
export function longTextsIn(line: BytePieces): Span[] {
  const search = new TextSearch();
  for (const piece of line) if (!search.read(piece)) return [];
  return search.isInText ? [] : search.spans;
}

/** Whether an odd number of backslashes stands before `place`, none of which lies before `start`. */
export function isEscaped(bytes: Uint8Array, start: number, place: number): boolean {
  let first = place;
  while (first > start && bytes[first - 1] === backslash) first -= 1;
  return (place - first) % 2 === 1;
}

class TextSearch {
  readonly spans: Span[] = [];
  #seen = 0;
  /** Bytes of the pieces before. */
  #before = 0;
  /** Of the text that has no end yet. */
  #start: number | undefined;
  /** The next byte belongs to an escape of that text. */
  #isEscaped = false;
  /** A long text, unless what follows tells that it is a key. */
  #found: Span | undefined;

  get isInText(): boolean {
    return this.#start !== undefined;
  }

  /** False where there are too many texts. */
  read(piece: Uint8Array): boolean {
    for (let place = 0; place < piece.length && this.#seen <= maxTexts;) {
      if (this.#start !== undefined) place = this.#readText(piece, place, this.#start);
      else if (this.#found) place = this.#readAfter(piece, place, this.#found);
      else place = this.#readBetween(piece, place);
    }
    this.#before += piece.length;
    return this.#seen <= maxTexts;
  }

  #readBetween(piece: Uint8Array, from: number): number {
    const place = piece.indexOf(quote, from);
    if (place === -1) return piece.length;
    this.#start = this.#before + place + 1;
    return place + 1;
  }

  #readAfter(piece: Uint8Array, from: number, found: Span): number {
    let place = from;
    while ((piece[place] ?? colon) <= space) place += 1;
    if (place === piece.length) return place;
    if (piece[place] !== colon) this.spans.push(found);
    this.#found = undefined;
    return place;
  }

  #readText(piece: Uint8Array, from: number, start: number): number {
    let place = from + (this.#isEscaped ? 1 : 0);
    while (place < piece.length) {
      const near = Math.min(piece.length, place + shortText);
      for (; place < near; place += 1) {
        const byte = piece[place];
        if (byte === quote) return this.#endText(start, place);
        if (byte === backslash) place += 1;
      }
      if (place >= piece.length) break;
      const end = piece.indexOf(quote, place);
      const stop = end === -1 ? piece.length : end;
      const isInEscape = isEscaped(piece, place, stop);
      if (end !== -1 && !isInEscape) return this.#endText(start, end);
      place = isInEscape ? stop + 1 : stop;
    }
    this.#isEscaped = place > piece.length;
    return piece.length;
  }

  #endText(start: number, place: number): number {
    const end = this.#before + place;
    if (end - start > longText) this.#found = { start, end };
    this.#start = undefined;
    this.#isEscaped = false;
    this.#seen += 1;
    return place + 1;
  }
}
