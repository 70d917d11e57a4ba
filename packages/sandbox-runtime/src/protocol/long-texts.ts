// JSON that holds long texts, read so that none of them lies in memory more often than it must: what is around them is
// read as ever, each text is made of pieces, and the bytes that it came as are remembered for whoever passes it on.
import { randomUUID } from "node:crypto";

/** Long texts and the JSON that each came as: UTF-8, its quotation marks with it. */
export type LongTexts = Map<string, Uint8Array>;

/** Bytes of JSON. */
export const longText: number = 256 * 1024;
/** Smaller than a processor's cache: each piece is gone over several times. */
const pieceBytes = 64 * 1024;
/** So much is read byte by byte before the end of a text is searched for. */
const shortText = 256;
/** Of texts, keys among them: where there are more, the long ones are not what matters. */
const mostTexts = 10_000;
const quote = 0x22;
const backslash = 0x5c;
const colon = 0x3a;
const longestEscape = 6;
const firstPrintable = 0x20;
const wordBytes = 4;

interface Span {
  start: number;
  end: number;
}

/**
 * The value of a line of JSON, which must be UTF-8. Throws where `JSON.parse` would.
 * @param texts gets the long texts that are in it
 * @param look is given the JSON before it is read, without what is in its long texts
 */
export function readLongTexts(
  line: Buffer,
  texts: LongTexts,
  look?: (json: string) => void,
): unknown {
  const spans = longTextsIn(line);
  const around = spans.length > 0 ? aroundTexts(line, spans) : undefined;
  if (around === undefined || around.json.length > longText) {
    const json = line.toString();
    look?.(json);
    return JSON.parse(json);
  }
  look?.(around.json);
  const read = spans.map((span) => textOf(line, span));
  const value = putBack(JSON.parse(around.json), around.mark, read);
  let bytes = 0;
  for (const [index, { start, end }] of spans.entries()) {
    const text = read[index] ?? "";
    if (!texts.has(text)) bytes += end - start;
    texts.set(text, line.subarray(start - 1, end + 1));
  }
  // Of a text that comes again and again one place would keep all others.
  if (bytes * 2 < line.length) {
    for (const text of read) texts.set(text, new Uint8Array(texts.get(text) ?? []));
  }
  return value;
}

/**
 * The value with the texts in the place of their marks. However deep it is: a reviver of JSON.parse calls itself for
 * each level.
 */
function putBack(marked: unknown, mark: string, texts: readonly string[]): unknown {
  const whole = { marked };
  const holders: object[] = [whole];
  for (let holder = holders.pop(); holder !== undefined; holder = holders.pop()) {
    for (const [key, member] of Object.entries(holder) as [string, unknown][]) {
      if (typeof member === "object" && member !== null) holders.push(member);
      else if (typeof member === "string" && member.startsWith(mark)) {
        // Not by assignment: a key may be `__proto__`.
        Object.defineProperty(holder, key, { value: texts[Number(member.slice(mark.length))] });
      }
    }
  }
  return whole.marked;
}

/** None where there are none, or where this is no JSON, or where too much else is in it. */
function longTextsIn(line: Buffer): Span[] {
  const spans: Span[] = [];
  let seen = 0;
  for (let place = 0; ; seen += 1) {
    const start = line.indexOf(quote, place) + 1;
    if (start === 0) return spans;
    const end = endOfText(line, start);
    if (end === -1 || seen > mostTexts) return [];
    if (end - start > longText && !isKey(line, end)) spans.push({ start, end });
    place = end + 1;
  }
}

/** Where the quotation mark is that ends the text; -1 where there is none. */
function endOfText(line: Buffer, start: number): number {
  for (let place = start; place < line.length;) {
    const near = Math.min(line.length, place + shortText);
    for (; place < near; place += 1) {
      const byte = line[place];
      if (byte === quote) return place;
      if (byte === backslash) place += 1;
    }
    const found = line.indexOf(quote, place);
    if (found === -1) return -1;
    if (!isEscaped(line, place, found)) return found;
    place = found + 1;
  }
  return -1;
}

/** Whether an odd number of backslashes stands before `place`, none of which lies before `start`. */
function isEscaped(line: Buffer, start: number, place: number): boolean {
  let first = place;
  while (first > start && line[first - 1] === backslash) first -= 1;
  return (place - first) % 2 === 1;
}

function isKey(line: Buffer, end: number): boolean {
  let place = end + 1;
  while ((line[place] ?? colon) <= 0x20) place += 1;
  return line[place] === colon;
}

/** The JSON with a mark in the place of each long text. No text can hold the mark: it is made after them. */
function aroundTexts(line: Buffer, spans: readonly Span[]): { json: string; mark: string } {
  const mark = randomUUID();
  let json = "";
  let place = 0;
  for (const [index, { start, end }] of spans.entries()) {
    json += `${line.toString("utf8", place, start)}${mark}${index}`;
    place = end;
  }
  return { json: json + line.toString("utf8", place), mark };
}

function textOf(line: Buffer, { start, end }: Span): string {
  if (isPlain(line, start, end)) return line.toString("utf8", start, end);
  let text = "";
  for (let place = start; place < end;) {
    const stop = endOfPiece(line, place, end);
    text += JSON.parse(`"${line.toString("utf8", place, stop)}"`) as string;
    place = stop;
  }
  return text;
}

/** Whether the text stands in JSON as it is, and may: without escapes and control characters. */
function isPlain(line: Buffer, start: number, end: number): boolean {
  const text = line.subarray(start, end);
  if (text.includes(backslash)) return false;
  const first = -text.byteOffset & (wordBytes - 1);
  const words = new Int32Array(
    text.buffer,
    text.byteOffset + first,
    Math.floor((text.length - first) / wordBytes),
  );
  // Four bytes at a time: the highest bit, where it was not set, is set by taking 32 from a byte below it.
  for (let place = 0; place < words.length; place += 1) {
    const word = words[place] ?? 0;
    if (((word - 0x20202020) & ~word & 0x80808080) !== 0) return false;
  }
  const last = first + words.length * wordBytes;
  return !text.subarray(0, first).some(isControl) && !text.subarray(last).some(isControl);
}

/** Neither within a character nor within an escape. */
function endOfPiece(line: Buffer, start: number, end: number): number {
  let stop = start + pieceBytes;
  if (stop >= end) return end;
  while (((line[stop] ?? 0) & 0xc0) === 0x80) stop -= 1;
  const near = line.subarray(stop - longestEscape, stop).lastIndexOf(backslash);
  if (near === -1) return stop;
  const last = stop - longestEscape + near;
  return isEscaped(line, start, last) ? stop : last;
}

function isControl(byte: number): boolean {
  return byte < firstPrintable;
}
