// What a long message is, told by its outermost keys and without reading the rest of it.
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
  /** A request or a notification, or what might be one. */
  isMethod: boolean;
  id: string | number | undefined;
}

/** Of JSON; of anything else, something. */
export function topLevelOf(line: Buffer): TopLevel {
  const found: TopLevel = { isMethod: false, id: undefined };
  let depth = 0;
  let isKeyNext = false;
  for (let place = 0; place < line.length; place += 1) {
    const byte = line[place];
    if (byte === quote) {
      const end = endOfText(line, place);
      if (isKeyNext) readKey(found, line.subarray(place + 1, end), line.subarray(end + 1));
      isKeyNext = false;
      place = end;
    } else if (byte === openBrace || byte === openBracket) {
      depth += 1;
      isKeyNext = depth === 1 && byte === openBrace;
    } else if (byte === closeBrace || byte === closeBracket) depth -= 1;
    else if (byte === comma) isKeyNext = depth === 1;
  }
  return found;
}

function readKey(found: TopLevel, key: Buffer, rest: Buffer): void {
  // As an escape a letter can stand for any other.
  if (key.equals(method) || key.includes(backslash)) found.isMethod = true;
  if (!key.equals(id)) return;
  const written = idInside.exec(rest.subarray(0, idBytes).toString("latin1"))?.[1];
  found.id = written === undefined ? undefined : (JSON.parse(written) as string | number);
}

const method = Buffer.from("method");
const id = Buffer.from("id");

/** Where the quotation mark is that ends the text which begins at `start`. */
function endOfText(line: Buffer, start: number): number {
  let place = start + 1;
  while (place < line.length) {
    for (const near = place + shortText; place < near && place < line.length; place += 1) {
      if (line[place] === backslash) place += 1;
      else if (line[place] === quote) return place;
    }
    const end = line.indexOf(quote, place);
    if (end === -1) break;
    if (!endsInEscape(line, place, end)) return end;
    place = end + 1;
  }
  return line.length;
}
