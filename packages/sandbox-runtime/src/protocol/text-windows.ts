// A long text of JSON, read window by window: each is gone over several times while it lies in the processor's cache.
import { isAscii, isUtf8 } from "node:buffer";
import type { BytePieces } from "./byte-pieces.ts";
import { isEscaped } from "./text-spans.ts";

/**
 * Node keeps a text of so many plain bytes outside of V8's memory, where nothing has to be copied, and collected, for
 * those that come after it.
 */
const windowBytes = 1024 * 1024;
/** For texts that are too short for that: a window of their length would be a third copy of them in memory. */
const shortWindowBytes = 128 * 1024;
const parsedBytes = 64 * 1024;
const backslash = 0x5c;
const longestEscape = 6;
const firstPrintable = 0x20;
const firstOfMany = 0xc0;
const longestCharacter = 4;
const wordBytes = 4;

/** Reads the bytes between a text's quotation marks. */
export class TextReader {
  readonly #window: Buffer;

  /** @param longest bytes of the longest text that is to be read */
  constructor(longest: number) {
    const size = longest < windowBytes ? Math.min(longest, shortWindowBytes) : windowBytes;
    this.#window = Buffer.allocUnsafeSlow(size);
  }

  /** Throws a TypeError where that is no UTF-8, and a SyntaxError where JSON.parse would. */
  read(bytes: BytePieces): string {
    const window = this.#window;
    let text = "";
    let used = 0;
    for (const piece of bytes) {
      for (let taken = 0; taken < piece.length;) {
        if (used === window.length) {
          const stop = endOfWhole(window, used);
          text += textOf(window.subarray(0, stop));
          used = window.copy(window, 0, stop);
        }
        const part = piece.subarray(taken, taken + window.length - used);
        window.set(part, used);
        used += part.length;
        taken += part.length;
      }
    }
    return text + textOf(window.subarray(0, used));
  }
}

function textOf(bytes: Buffer): string {
  const isOneByte = isAscii(bytes);
  if (!isOneByte && !isUtf8(bytes)) throw new TypeError("a text is not UTF-8");
  const encoding = isOneByte ? "latin1" : "utf8";
  if (!bytes.includes(backslash) && !holdsControls(bytes)) return bytes.toString(encoding);
  let text = "";
  for (let place = 0; place < bytes.length;) {
    const end = Math.min(bytes.length, place + parsedBytes);
    const stop =
      end === bytes.length ? end : place + endOfWhole(bytes.subarray(place), parsedBytes);
    text += JSON.parse(`"${bytes.toString(encoding, place, stop)}"`) as string;
    place = stop;
  }
  return text;
}

/** The first place up to which neither a character nor an escape goes on after `end`. */
function endOfWhole(bytes: Buffer, end: number): number {
  let stop = end;
  for (let back = 1; back <= longestCharacter; back += 1) {
    const byte = bytes[end - back] ?? 0;
    if (byte < 0x80) break;
    if (byte < firstOfMany) continue;
    stop = end - back;
    break;
  }
  const near = bytes.subarray(stop - longestEscape, stop).lastIndexOf(backslash);
  if (near === -1) return stop;
  const last = stop - longestEscape + near;
  return isEscaped(bytes, 0, last) ? stop : last;
}

/** Whether there are characters in it that JSON must escape. */
function holdsControls(bytes: Buffer): boolean {
  const first = -bytes.byteOffset & (wordBytes - 1);
  const words = new Int32Array(
    bytes.buffer,
    bytes.byteOffset + first,
    Math.max(0, Math.floor((bytes.length - first) / wordBytes)),
  );
  // Four bytes at a time: the highest bit, where it was not set, is set by taking 32 from a byte below it.
  let seen = 0;
  for (let place = 0; place < words.length; place += 1) {
    const word = words[place] ?? 0;
    seen |= (word - 0x20202020) & ~word;
  }
  if ((seen & 0x80808080) !== 0) return true;
  const last = first + words.length * wordBytes;
  return bytes.subarray(0, first).some(isControl) || bytes.subarray(last).some(isControl);
}

function isControl(byte: number): boolean {
  return byte < firstPrintable;
}
