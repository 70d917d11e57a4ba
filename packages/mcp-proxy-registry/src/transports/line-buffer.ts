const newline = 0x0a;
const carriageReturn = 0x0d;
/**
 * How long a line is taken to be, again and again; at last as long as it may be: what is not written to takes no
 * memory.
 */
const blockBytes = [64 * 1024, 1024 * 1024, 4 * 1024 * 1024];

/** Longer lines stay bytes: the text would be in memory beside them. */
const longLineBytes = 256 * 1024;

/** Cuts a byte stream into lines of UTF-8. */
export interface LineBuffer {
  /**
   * The lines that the chunk completes, without their line ends, long ones as bytes. Throws a RangeError once a line is
   * too long.
   */
  push(chunk: Buffer): (string | Buffer)[];
}

/** A line is put together as it comes: each piece of a server that writes byte by byte would else cost an object. */
export function createLineBuffer(maxLineBytes: number): LineBuffer {
  let block = Buffer.alloc(0);
  let used = 0;

  const grow = (): void => {
    const size = blockBytes.find((bytes) => bytes > block.length) ?? maxLineBytes;
    const larger = Buffer.allocUnsafeSlow(size);
    block.copy(larger);
    block = larger;
  };
  const add = (part: Buffer): void => {
    if (used + part.length > maxLineBytes) {
      block = Buffer.alloc(0);
      used = 0;
      throw new RangeError(`a message is longer than ${maxLineBytes} bytes`);
    }
    for (let taken = 0; taken < part.length;) {
      if (used === block.length) grow();
      const copied = part.copy(block, used, taken);
      used += copied;
      taken += copied;
    }
  };
  const take = (): string | Buffer => {
    const line = lineOf(block.subarray(0, used));
    used = 0;
    // Whoever gets it keeps it.
    if (typeof line !== "string") block = Buffer.alloc(0);
    return line;
  };

  return {
    push(chunk) {
      const lines: (string | Buffer)[] = [];
      let start = 0;
      for (;;) {
        const end = chunk.indexOf(newline, start);
        if (end === -1) break;
        // Most lines come whole.
        if (used === 0 && end - start <= maxLineBytes)
          lines.push(lineOf(chunk.subarray(start, end)));
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

function lineOf(bytes: Buffer): string | Buffer {
  const line = bytes.at(-1) === carriageReturn ? bytes.subarray(0, -1) : bytes;
  return line.length > longLineBytes ? line : line.toString("utf8");
}
