// Determines the kind of a long message from its outermost keys, without parsing the rest.
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
const method = Buffer.from("method");
const id = Buffer.from("id");
const idInside = /^\s*:\s*(-?\d{1,15}|"(?:[^"\\]|\\.)*")\s*[,}]/;
/** Of what follows a key: enough for an id. */
const idBytes = 600;

/** The outermost keys of a message. */
export interface TopLevel {
  /** Whether it is, or may be, a request or a notification. */
  isMethod: boolean;
  id: string | number | undefined;
}

/** Reads a message piece by piece; the pieces must not change before its end. */
export interface TopLevelReader {
  read(piece: Uint8Array): void;
  /** Of JSON, however its bytes are cut; of anything else, something. */
  found(): TopLevel;
}

// Without an object for each text: a message may hold millions of them.
export function createTopLevelReader(): TopLevelReader {
  let isMethod = false;
  let depth = 0;
  let isKeyNext = false;
  let isText = false;
  let isEscaped = false;
  /** The text is a key of the outermost object. */
  let isKey = false;
  /** The beginning of the last such key. */
  const key = Buffer.alloc(method.length);
  let keyLength = 0;
  /** What follows the last key that is `id`. */
  let afterId: Uint8Array[] = [];
  let afterIdBytes = idBytes;

  const isNamed = (name: Buffer): boolean =>
    keyLength === name.length && key.subarray(0, keyLength).equals(name);

  function follow(piece: Uint8Array, from: number): void {
    if (afterIdBytes >= idBytes) return;
    const part = piece.subarray(from, from + idBytes - afterIdBytes);
    afterId.push(part);
    afterIdBytes += part.length;
  }

  function endKey(piece: Uint8Array, place: number): void {
    if (isNamed(method)) isMethod = true;
    if (!isNamed(id)) return;
    afterId = [];
    afterIdBytes = 0;
    follow(piece, place + 1);
  }

  /** Reads the text that goes on at `from`, and returns where it ends, or the piece does. */
  function readText(piece: Uint8Array, from: number): number {
    const near = Math.min(piece.length, from + shortText);
    for (let place = from; place < near; place += 1) {
      const byte = piece[place] ?? 0;
      if (isEscaped) isEscaped = false;
      else if (byte === quote) {
        isText = false;
        if (isKey) endKey(piece, place);
        return place;
      } else if (byte === backslash) {
        isEscaped = true;
        // As an escape a letter can stand for any other.
        if (isKey) isMethod = true;
      }
      if (!isKey) continue;
      if (keyLength < key.length) key[keyLength] = byte;
      keyLength += 1;
    }
    if (near === piece.length) return near;
    const start = isEscaped ? near + 1 : near;
    const quoted = piece.indexOf(quote, start);
    const stop = quoted === -1 ? piece.length : quoted;
    if (isKey) {
      keyLength += stop - near;
      if (piece.subarray(near, stop).includes(backslash)) isMethod = true;
    }
    isEscaped = endsInEscape(piece, start, stop);
    return stop - 1;
  }

  return {
    read(piece) {
      follow(piece, 0);
      for (let place = 0; place < piece.length; place += 1) {
        if (isText) {
          place = readText(piece, place);
          continue;
        }
        const byte = piece[place];
        if (byte === quote) {
          isText = true;
          isKey = isKeyNext;
          isKeyNext = false;
          keyLength = 0;
        } else if (byte === openBrace || byte === openBracket) {
          depth += 1;
          isKeyNext = depth === 1 && byte === openBrace;
        } else if (byte === closeBrace || byte === closeBracket) depth -= 1;
        else if (byte === comma) isKeyNext = depth === 1;
      }
    },
    found: () => ({ isMethod, id: idIn(Buffer.concat(afterId).toString()) }),
  };
}

function idIn(text: string): string | number | undefined {
  const written = idInside.exec(text)?.[1];
  try {
    return written === undefined ? undefined : (JSON.parse(written) as string | number);
  } catch {
    return undefined;
  }
}
