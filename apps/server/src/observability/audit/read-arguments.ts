import { createHash } from "node:crypto";
import { setImmediate } from "node:timers/promises";

// Between two pieces of this size others have their turn.
const pieceCharacters = 256 * 1024;

/** Of the arguments as JSON with sorted keys, so that equal arguments are equal. */
export interface ReadArguments {
  /** `sha256:` and hexadecimal digits. */
  digest: string;
  /** The first characters, as many as were asked for. */
  start: string;
  /** How many there are. */
  characters: number;
}

/** Takes no long turn, however long the arguments are. */
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

/** In pieces that are not long. */
function* canonicalJson(args: unknown): Generator<string> {
  // The next thing to write stands last.
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

/** As JSON writes an object with sorted keys: those that are numbers come first. */
function sortedKeys(value: object): string[] {
  const keys = Object.keys(value).filter((key) => value[key as keyof typeof value] !== undefined);
  return Object.keys(Object.fromEntries(keys.toSorted().map((key) => [key, null])));
}

function* textInPieces(text: string): Generator<string> {
  yield '"';
  for (let start = 0; start < text.length;) {
    let end = Math.min(text.length, start + pieceCharacters);
    // The two halves of a character stay together.
    if (end < text.length && (text.charCodeAt(end - 1) & 0xfc00) === 0xd800) end -= 1;
    yield JSON.stringify(text.slice(start, end)).slice(1, -1);
    start = end;
  }
  yield '"';
}
