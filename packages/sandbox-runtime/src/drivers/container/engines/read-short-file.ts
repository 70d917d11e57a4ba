// What the command lines of engines keep in a home, others may have put there: a named pipe, which nobody may ever write to,
// or a device that never ends.
import { constants } from "node:fs";
import { open } from "node:fs/promises";

/** The longest of them, docker's config.json, has a login for each registry. */
const mostBytes = 4 * 1024 * 1024;
const pieceBytes = 64 * 1024;

/**
 * The content of a file, a link followed. Waits for no other process. Throws for what is no regular file or is longer
 * than any.
 */
export async function readShortFile(path: string): Promise<Buffer> {
  // On a pipe this keeps the system from waiting for a writer; Windows has neither.
  const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    if (!(await file.stat()).isFile()) throw new Error(`${path} is no regular file`);
    // What the system says of the length is old at once, and of some files it says nothing.
    const pieces: Buffer[] = [];
    let left = mostBytes + 1;
    while (left > 0) {
      const { bytesRead, buffer } = await file.read(Buffer.alloc(Math.min(left, pieceBytes)));
      if (bytesRead === 0) return Buffer.concat(pieces);
      pieces.push(buffer.subarray(0, bytesRead));
      left -= bytesRead;
    }
    throw new Error(`${path} has more than ${mostBytes} bytes`);
  } finally {
    await file.close();
  }
}
