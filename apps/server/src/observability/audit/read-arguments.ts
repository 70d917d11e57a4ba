import { createHash } from "node:crypto";
import { setImmediate } from "node:timers/promises";

// Other work may run between two pieces of this size.
const pieceCharacters = 256 * 1024;

/** The arguments as JSON with sorted keys, so that equal arguments have equal digests. */
export interface ReadArguments {
  /** `sha256:` and hexadecimal digits. */
  digest: string;
  /** The first characters, up to the requested number. */
  start: string;
  /** The total number of characters. */
  characters: number;
}

/** Never blocks the event loop for long, however long the arguments are. */
export async function readArguments(
  args: Readonly<Record<string, unknown>>,
  startCharacters: number,
): Promise<ReadArguments> {
  const hash = createHash("sha256");
  let start = "";
  let characters = 0;
  let piece = "";
  function take(): void {
    hash.update(piece);
    characters += piece.length;
    if (start.length < startCharacters) start += piece.slice(0, startCharacters - start.length);
  }
  for (const text of canonicalJson(args)) {
    piece += text;
    if (piece.length < pieceCharacters) continue;
    take();
    piece = "";
    await setImmediate();
  }
  take();
  return { digest: `sha256:${hash.digest("hex")}`, start, characters };
}

/** Yields short pieces. */
function* canonicalJson(args: unknown): Generator<string> {
  // A stack: the next item to write is the last.
  const waiting: (string | { value: unknown })[] = [{ value: args }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (typeof next === "string") yield next;
    else if (typeof next.value === "string") yield* textInPieces(next.value);
    else if (typeof next.value !== "object" || next.value === null) {
      yield JSON.stringify(next.value) ?? "null";
    } else if (Array.isArray(next.value)) {
      waiting.push("]");
      for (let at = next.value.length - 1; at >= 0; at -= 1) {
        waiting.push({ value: next.value[at] });
        if (at > 0) waiting.push(",");
      }
      yield "[";
    } else {
      const { value } = next;
      const keys = sortedKeys(value);
      waiting.push("}");
      for (const [index, key] of keys.toReversed().entries()) {
        const isFirst = index === keys.length - 1;
        waiting.push({ value: value[key as keyof typeof value] });
        waiting.push(`${isFirst ? "" : ","}${JSON.stringify(key)}:`);
      }
      yield "{";
    }
  }
}

/** Sorted as in a JSON object with sorted keys: integer keys come first. */
function sortedKeys(value: object): string[] {
  const keys = Object.keys(value).filter((key) => value[key as keyof typeof value] !== undefined);
  return Object.keys(Object.fromEntries(keys.toSorted().map((key) => [key, null])));
}

function* textInPieces(text: string): Generator<string> {
  yield '"';
  for (let start = 0; start < text.length;) {
    let end = Math.min(text.length, start + pieceCharacters);
    // Surrogate pairs are not split.
    if (end < text.length && (text.charCodeAt(end - 1) & 0xfc00) === 0xd800) end -= 1;
    yield JSON.stringify(text.slice(start, end)).slice(1, -1);
    start = end;
  }
  yield '"';
}
