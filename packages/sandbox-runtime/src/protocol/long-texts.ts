// JSON that holds long texts, read so that none of them lies in memory more often than it must: what is around them is
// read as ever, each text is made of pieces, and the bytes that it came as are remembered for whoever passes it on.
import { isUtf8 } from "node:buffer";
import { randomUUID } from "node:crypto";
import { type BytePieces, joined, sizeOf, sliceOf } from "./byte-pieces.ts";
import { longText, longTextsIn, type Span } from "./text-spans.ts";
import { TextReader } from "./text-windows.ts";

export { longText } from "./text-spans.ts";

/** Long texts and the JSON that each came as: UTF-8, its quotation marks with it. */
export type LongTexts = Map<string, BytePieces>;

/**
 * The value of a line of JSON. Throws where `JSON.parse` would, and a TypeError where the line is no UTF-8.
 * @param texts gets the long texts that are in it
 * @param look is given the JSON before it is read, without what is in its long texts
 */
export function readLongTexts(
  line: BytePieces,
  texts: LongTexts,
  look?: (json: string) => void,
): unknown {
  const size = sizeOf(line);
  const spans = longTextsIn(line);
  const inTexts = spans.reduce((sum, { start, end }) => sum + end - start, 0);
  if (spans.length === 0 || size - inTexts > longText) {
    const json = utf8(joined(line));
    look?.(json);
    return JSON.parse(json);
  }
  const around = aroundTexts(line, spans);
  look?.(around.json);
  const reader = new TextReader(Math.max(...spans.map(({ start, end }) => end - start)));
  const read = spans.map(({ start, end }) => reader.read(sliceOf(line, start, end)));
  const value = putBack(JSON.parse(around.json), around.mark, read);
  let bytes = 0;
  for (const [index, { start, end }] of spans.entries()) {
    const text = read[index] ?? "";
    if (!texts.has(text)) bytes += end - start;
    texts.set(text, sliceOf(line, start - 1, end + 1));
  }
  // Of a text that comes again and again one place would keep all others.
  if (bytes * 2 < size) {
    for (const text of read) texts.set(text, [new Uint8Array(joined(texts.get(text) ?? []))]);
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

/** The JSON with a mark in the place of each long text. No text can hold the mark: it is made after them. */
function aroundTexts(line: BytePieces, spans: readonly Span[]): { json: string; mark: string } {
  const mark = randomUUID();
  let json = "";
  let place = 0;
  for (const [index, { start, end }] of spans.entries()) {
    json += `${utf8(joined(sliceOf(line, place, start)))}${mark}${index}`;
    place = end;
  }
  return { json: json + utf8(joined(sliceOf(line, place, Number.POSITIVE_INFINITY))), mark };
}

function utf8(bytes: Buffer): string {
  if (!isUtf8(bytes)) throw new TypeError("a line is not UTF-8");
  return bytes.toString();
}
