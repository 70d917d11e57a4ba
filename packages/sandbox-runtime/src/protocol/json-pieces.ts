import { type BytePieces, sizeOf } from "./byte-pieces.ts";
import type { LongTexts } from "./long-texts.ts";

const longText = 256 * 1024;
const shortPiece = 16 * 1024;
/**
 * Long texts are looked for only among so many values and levels of nesting: answers with long texts have few other
 * values.
 */
const lookedAt = { values: 1_000, levels: 8 };

/** Text, or bytes of UTF-8. */
export type JsonPiece = string | Uint8Array;

/**
 * A value as JSON, in pieces. A long text in it is encoded piece by piece, so that it is not in memory a second and
 * third time. If it arrived as JSON, its bytes are passed on unchanged.
 */
export function jsonPieces(value: unknown, texts?: LongTexts): JsonPiece[] {
  if (!holdsLongText(value)) return [stringify(value)];
  return withoutRest(gathered(longPieces(value, texts)), texts);
}

/** Joins short pieces: a million values around a text would otherwise be as many pieces. */
function gathered(pieces: Iterable<JsonPiece>): JsonPiece[] {
  const all: JsonPiece[] = [];
  let short = "";
  const flush = (): void => {
    if (short !== "") all.push(short);
    short = "";
  };
  for (const piece of pieces) {
    if (typeof piece === "string" && piece.length < shortPiece) {
      short += piece;
      if (short.length >= shortPiece) flush();
    } else {
      flush();
      all.push(piece);
    }
  }
  flush();
  return all;
}

/** Bytes keep the whole line in memory that they arrived in: if less than half of it is used, they are copied. */
function withoutRest(pieces: JsonPiece[], texts: LongTexts | undefined): JsonPiece[] {
  let came = 0;
  for (const text of texts?.values() ?? []) came += sizeOf(text);
  let used = 0;
  for (const piece of pieces) if (typeof piece !== "string") used += piece.length;
  if (used * 2 >= came) return pieces;
  return pieces.map((piece) => (typeof piece === "string" ? piece : new Uint8Array(piece)));
}

function inPieces(value: unknown, texts: LongTexts | undefined): Iterable<JsonPiece> {
  return holdsLongText(value) ? longPieces(value, texts) : [stringify(value)];
}

function* longPieces(value: unknown, texts: LongTexts | undefined): Generator<JsonPiece> {
  if (typeof value === "string") {
    const came = texts?.get(value);
    yield* came ? bytePieces(came) : textPieces(value);
  } else if (Array.isArray(value)) yield* listPieces(value, texts);
  else if (typeof value === "object" && value !== null) yield* objectPieces(value, texts);
}

function* listPieces(list: readonly unknown[], texts?: LongTexts): Generator<JsonPiece> {
  yield "[";
  for (const [index, item] of list.entries()) {
    if (index > 0) yield ",";
    yield* inPieces(item === undefined ? null : item, texts);
  }
  yield "]";
}

function* objectPieces(object: object, texts?: LongTexts): Generator<JsonPiece> {
  let before = "{";
  for (const [key, member] of Object.entries(object)) {
    if (member === undefined) continue;
    yield `${before}${JSON.stringify(key)}:`;
    yield* inPieces(member, texts);
    before = ",";
  }
  yield "}";
}

function* textPieces(text: string): Generator<string> {
  yield '"';
  for (let start = 0; start < text.length;) {
    const end = endOfPiece(text, start + longText);
    yield JSON.stringify(text.slice(start, end)).slice(1, -1);
    start = end;
  }
  yield '"';
}

function* bytePieces(pieces: BytePieces): Generator<Uint8Array> {
  for (const bytes of pieces) {
    for (let start = 0; start < bytes.length; start += longText) {
      yield bytes.subarray(start, start + longText);
    }
  }
}

/** Moves the end so that it does not split a surrogate pair. */
function endOfPiece(text: string, end: number): number {
  if (end >= text.length) return text.length;
  const last = text.charCodeAt(end - 1);
  return last >= 0xd800 && last < 0xdc00 ? end - 1 : end;
}

function stringify(value: unknown): string {
  // JSON.stringify returns undefined for undefined, although its type does not say so.
  const json: string | undefined = JSON.stringify(value);
  return json ?? "null";
}

function holdsLongText(value: unknown): boolean {
  return findsLongText(value, lookedAt.levels, { left: lookedAt.values });
}

function findsLongText(part: unknown, levels: number, values: { left: number }): boolean {
  values.left -= 1;
  if (typeof part === "string") return part.length > longText;
  if (typeof part !== "object" || part === null || levels === 0) return false;
  if ("toJSON" in part) return false;
  for (const key in part) {
    if (values.left < 0) return false;
    if (findsLongText((part as Record<string, unknown>)[key], levels - 1, values)) return true;
  }
  return false;
}
