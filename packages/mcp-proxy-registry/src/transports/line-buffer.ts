/** Cuts a byte stream into lines of UTF-8. */
export interface LineBuffer {
  /** The lines that the chunk completes, without their line ends. Throws a RangeError once a line is too long. */
  push(chunk: Buffer): string[];
}

const NEWLINE = 0x0a;

/** Chunks are kept apart until their line ends, so a line costs its length once, however many chunks it has. */
export function createLineBuffer(maxLineBytes: number): LineBuffer {
  let pending: Buffer[] = [];
  let pendingBytes = 0;

  const add = (part: Buffer): void => {
    pendingBytes += part.length;
    if (pendingBytes > maxLineBytes) {
      pending = [];
      throw new RangeError(`a message is longer than ${maxLineBytes} bytes`);
    }
    pending.push(part);
  };
  const take = (): string => {
    const line = Buffer.concat(pending, pendingBytes).toString("utf8");
    pending = [];
    pendingBytes = 0;
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
