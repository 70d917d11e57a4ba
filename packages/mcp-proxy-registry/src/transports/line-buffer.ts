import { createGatheredBytes } from "./gathered-bytes.ts";

/** Cuts a byte stream into lines of UTF-8. */
export interface LineBuffer {
  /** The lines that the chunk completes, without their line ends. Throws a RangeError once a line is too long. */
  push(chunk: Buffer): string[];
}

const NEWLINE = 0x0a;

/** Chunks are gathered until their line ends, so a line costs its length once, however many chunks it has. */
export function createLineBuffer(maxLineBytes: number): LineBuffer {
  let pending = createGatheredBytes();

  const add = (part: Buffer): void => {
    if (pending.size + part.length > maxLineBytes) {
      pending = createGatheredBytes();
      throw new RangeError(`a message is longer than ${maxLineBytes} bytes`);
    }
    pending.add(part);
  };
  const take = (): string => {
    const line = pending.take().toString("utf8");
    return line.endsWith("\r") ? line.slice(0, -1) : line;
  };

  return {
    push(chunk) {
      const lines: string[] = [];
      let start = 0;
      for (;;) {
        const end = chunk.indexOf(NEWLINE, start);
        if (end === -1) break;
        add(chunk.subarray(start, end));
        lines.push(take());
        start = end + 1;
      }
      if (start < chunk.length) add(chunk.subarray(start));
      return lines;
    },
  };
}
