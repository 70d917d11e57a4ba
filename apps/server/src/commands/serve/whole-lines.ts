// What the SDK's transport does with a message beyond its bound is to end without a word. Here such a message is left out,
// and whoever sent it is told.
import { Transform, type TransformCallback } from "node:stream";

const smallBytes = 16 * 1024;
const blockBytes = 64 * 1024;
const shownBytes = 4 * 1024;
const lineFeed = 0x0a;

/** A line that was left out. `ends` are the characters that it begins and ends with. */
export type OnTooLong = (bytes: number, ends: string) => void;

/** Passes lines on as wholes, and leaves out those that are longer. Memory holds one line at most. */
export function createWholeLines(maxLineBytes: number, onTooLong: OnTooLong): Transform {
  let parts: Buffer[] = [];
  let block: Buffer | undefined;
  let used = 0;
  let size = 0;
  let head = "";
  let tail: Buffer = Buffer.alloc(0);

  function closeBlock(): void {
    if (block && used > 0) parts.push(block.subarray(0, used));
    block = undefined;
    used = 0;
  }

  function keep(part: Buffer): void {
    if (part.length >= smallBytes) {
      closeBlock();
      parts.push(part);
      return;
    }
    if (used + part.length > blockBytes) closeBlock();
    block ??= Buffer.allocUnsafeSlow(blockBytes);
    part.copy(block, used);
    used += part.length;
  }

  function add(part: Buffer): void {
    const isAlreadyTooLong = size > maxLineBytes;
    size += part.length;
    if (size <= maxLineBytes) return keep(part);
    if (!isAlreadyTooLong) {
      closeBlock();
      head = Buffer.concat(parts).subarray(0, shownBytes).toString("utf8");
      parts = [];
    }
    tail = Buffer.concat([tail, part.subarray(-shownBytes)]).subarray(-shownBytes);
  }

  function end(to: Transform): void {
    if (size > maxLineBytes) onTooLong(size, `${head} ${tail.toString("utf8")}`);
    else if (size > 0) {
      closeBlock();
      to.push(Buffer.concat([...parts, Buffer.from("\n")]));
    }
    closeBlock();
    parts = [];
    size = 0;
    head = "";
    tail = Buffer.alloc(0);
  }

  return new Transform({
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
