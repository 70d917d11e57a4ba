// What the SDK's transport does with a message beyond its bound is to end without a word. Here such a message is left out,
// and whoever sent it is told.
import { createGatheredBytes } from "../../client/gathered-bytes.ts";

const shownBytes = 4 * 1024;
const lineFeed = 0x0a;

/** Told of each line. */
export interface OnLines {
  /** Each as a whole, with the line feed that it ends in; empty ones are left out. */
  line(line: Buffer): void;
  /** One that was left out. `ends` are the characters that it begins and ends with. */
  tooLong(bytes: number, ends: string): void;
}

/**
 * Takes bytes and tells of lines, without those that are longer than `maxLineBytes`. Memory holds one line at most. No
 * stream of its own: each message would go through two more buffers.
 */
export function createWholeLines(maxLineBytes: number, on: OnLines): (chunk: Buffer) => void {
  const bytes = createGatheredBytes();
  let size = 0;
  let head = "";
  let tail: Buffer = Buffer.alloc(0);

  function add(part: Buffer): void {
    const isAlreadyTooLong = size > maxLineBytes;
    size += part.length;
    if (size <= maxLineBytes) return bytes.add(part);
    if (!isAlreadyTooLong) head = bytes.take().subarray(0, shownBytes).toString("utf8");
    tail = Buffer.concat([tail, part.subarray(-shownBytes)]).subarray(-shownBytes);
  }

  function end(): void {
    if (size > maxLineBytes) on.tooLong(size, `${head} ${tail.toString("utf8")}`);
    else if (size > 0) {
      bytes.add(Buffer.from("\n"));
      on.line(bytes.take());
    }
    size = 0;
    head = "";
    tail = Buffer.alloc(0);
  }

  return (chunk) => {
    let start = 0;
    for (;;) {
      const at = chunk.indexOf(lineFeed, start);
      if (at === -1) break;
      if (size === 0 && at - start <= maxLineBytes) {
        // Most lines come whole: they are not copied, and need no block of memory.
        if (at > start) on.line(chunk.subarray(start, at + 1));
      } else {
        add(chunk.subarray(start, at));
        end();
      }
      start = at + 1;
    }
    if (start < chunk.length) add(chunk.subarray(start));
  };
}
