// The configuration files of engines' command lines may have been replaced: by a named pipe that nobody writes to, or
// by a device that never ends.
import { constants } from "node:fs";
import { open } from "node:fs/promises";

/** The longest of them, docker's config.json, has a login for each registry. */
const maxBytes = 4 * 1024 * 1024;
const pieceBytes = 64 * 1024;

/**
 * The content of a file; links are followed. Never waits for another process. Throws if it is not a regular file or is
 * too long.
 */
export async function readShortFile(path: string): Promise<Buffer> {
  // Without this, opening a pipe would wait for a writer. Windows has neither.
  const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    if (!(await file.stat()).isFile()) throw new Error(`${path} is not a regular file`);
    // The reported length may be outdated, and for some files the system reports none.
    const pieces: Buffer[] = [];
    let left = maxBytes + 1;
    while (left > 0) {
      const { bytesRead, buffer } = await file.read(Buffer.alloc(Math.min(left, pieceBytes)));
      if (bytesRead === 0) return Buffer.concat(pieces);
      pieces.push(buffer.subarray(0, bytesRead));
      left -= bytesRead;
    }
    throw new Error(`${path} has more than ${maxBytes} bytes`);
  } finally {
    await file.close();
  }
}
