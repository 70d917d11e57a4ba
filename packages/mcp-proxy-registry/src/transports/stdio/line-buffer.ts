import type { BytePieces } from "../messages/byte-pieces.ts";
import { createGatheredBytes } from "../messages/gathered-bytes.ts";

const newline = 0x0a;
const carriageReturn = 0x0d;

/** What some programs, those of .NET among them, write before anything else. */
const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);

/** Longer lines stay bytes: the text would be in memory beside them. */
const longLineBytes = 256 * 1024;

/** Cuts a byte stream into lines of UTF-8. */
export interface LineBuffer {
  /**
   * The lines that the chunk completes, without their line ends, long ones as bytes, for which the chunk is kept. Throws
   * a RangeError once a line is too long.
   */
  push(chunk: Buffer): (string | BytePieces)[];
}

/** A line is gathered as it comes. A mark before the first one is left out. */
export function createLineBuffer(maxLineBytes: number): LineBuffer {
  const gathered = createGatheredBytes();
  let isBegun = false;

  const add = (part: Buffer): void => {
    if (gathered.size + part.length > maxLineBytes) {
      gathered.clear();
      throw new RangeError(`a message is longer than ${maxLineBytes} bytes`);
    }
    gathered.add(part);
  };
  const take = (): string | BytePieces =>
    gathered.size > longLineBytes ? lineOf(gathered.takePieces()) : lineOf([gathered.take()]);

  return {
    push(chunk) {
      const lines: (string | BytePieces)[] = [];
      let start = isBegun || !startsWithMark(chunk) ? 0 : byteOrderMark.length;
      isBegun = true;
      for (;;) {
        const end = chunk.indexOf(newline, start);
        if (end === -1) break;
        // Most lines come whole and are short.
        if (gathered.size === 0 && end - start <= Math.min(maxLineBytes, longLineBytes))
          lines.push(textOf(chunk, start, end));
        else if (gathered.size === 0 && end - start <= maxLineBytes)
          lines.push(lineOf([chunk.subarray(start, end)]));
        else {
          add(chunk.subarray(start, end));
          lines.push(take());
        }
        start = end + 1;
      }
      if (start < chunk.length) add(chunk.subarray(start));
      return lines;
    },
  };
}

function startsWithMark(chunk: Buffer): boolean {
  return chunk.subarray(0, byteOrderMark.length).equals(byteOrderMark);
}

function textOf(bytes: Buffer, start: number, end: number): string {
  const isReturn = end > start && bytes[end - 1] === carriageReturn;
  return bytes.toString("utf8", start, isReturn ? end - 1 : end);
}

function lineOf(pieces: BytePieces): string | BytePieces {
  const last = pieces.at(-1);
  const line =
    last?.at(-1) === carriageReturn ? [...pieces.slice(0, -1), last.subarray(0, -1)] : pieces;
  const [first] = line;
  if (!first) return "";
  if (line.length > 1 || first.length > longLineBytes) return line;
  return Buffer.from(first.buffer, first.byteOffset, first.length).toString("utf8");
}
