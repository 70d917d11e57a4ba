// What the SDK's transport does with a message beyond its bound is to end without a word. Here such a message is left out,
// and whoever sent it is told.
import { Transform, type TransformCallback } from "node:stream";
import { createGatheredBytes } from "../../client/gathered-bytes.ts";

const shownBytes = 4 * 1024;
const lineFeed = 0x0a;

/** A line that was left out. `ends` are the characters that it begins and ends with. */
export type OnTooLong = (bytes: number, ends: string) => void;

/** Passes lines on as wholes, each a chunk that ends in a line feed, and leaves out those that are longer. Memory holds one line at most. */
export function createWholeLines(maxLineBytes: number, onTooLong: OnTooLong): Transform {
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

  function end(to: Transform): void {
    if (size > maxLineBytes) onTooLong(size, `${head} ${tail.toString("utf8")}`);
    else if (size > 0) {
      bytes.add(Buffer.from("\n"));
      to.push(bytes.take());
    }
    size = 0;
    head = "";
    tail = Buffer.alloc(0);
  }

  return new Transform({
    readableObjectMode: true,
    transform(this: Transform, chunk: Buffer, _encoding, done: TransformCallback) {
      let start = 0;
      for (;;) {
        const at = chunk.indexOf(lineFeed, start);
        if (at === -1) break;
        if (size === 0 && at - start <= maxLineBytes) {
          // Most lines come whole: they are not copied, and need no block of memory.
          if (at > start) this.push(chunk.subarray(start, at + 1));
        } else {
          add(chunk.subarray(start, at));
          end(this);
        }
        start = at + 1;
      }
      if (start < chunk.length) add(chunk.subarray(start));
      done();
    },
  });
}
