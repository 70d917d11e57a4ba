import { StringDecoder } from "node:string_decoder";
import { createGatheredBytes } from "./gathered-bytes.ts";

/** Cuts a byte stream into lines of UTF-8. */
export interface LineBuffer {
  /** The lines that the chunk completes, without their line ends. Throws a RangeError once a line is too long. */
  push(chunk: Buffer): string[];
}

const NEWLINE = 0x0a;
const PIECE_BYTES = 64 * 1024;

/** A long line becomes text while it comes, so that its bytes are not kept beside it; small chunks are gathered first. */
export function createLineBuffer(maxLineBytes: number): LineBuffer {
  const decoder = new StringDecoder("utf8");
  let pending = createGatheredBytes();
  let text = "";
  let size = 0;

  const add = (part: Buffer): void => {
    size += part.length;
    if (size > maxLineBytes) {
      pending = createGatheredBytes();
      text = "";
      throw new RangeError(`a message is longer than ${maxLineBytes} bytes`);
    }
    pending.add(part);
    if (pending.size >= PIECE_BYTES) text += decoder.write(pending.take());
  };
  const take = (): string => {
    const line = text + decoder.end(pending.take());
    text = "";
    size = 0;
    return line;
  };

  return {
    push(chunk) {
      const lines: string[] = [];
      let start = 0;
      for (;;) {
        const end = chunk.indexOf(NEWLINE, start);
        if (end === -1) break;
        // Most lines come whole.
        if (size === 0 && end - start <= maxLineBytes) {
          lines.push(withoutReturn(chunk.toString("utf8", start, end)));
        } else {
          add(chunk.subarray(start, end));
          lines.push(withoutReturn(take()));
        }
        start = end + 1;
      }
      if (start < chunk.length) add(chunk.subarray(start));
      return lines;
    },
  };
}

function withoutReturn(line: string): string {
  return line.endsWith("\r") ? line.slice(0, -1) : line;
}
