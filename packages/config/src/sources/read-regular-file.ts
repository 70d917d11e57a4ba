// Others may write to the folders that files are read from, and put a named pipe there, which nobody may ever write to, or a
// device that never ends.
import { constants } from "node:fs";
import { open } from "node:fs/promises";

/** `no-regular-file`: it is a pipe, a device or a socket. `too-long`: it has more bytes than are read. */
export type UnreadFileCode = "no-regular-file" | "too-long";

/** A file whose content is not taken, and what to do; the sentence does not name it. */
export class UnreadFileError extends Error {
  override readonly name = "UnreadFileError";
  readonly code: UnreadFileCode;

  constructor(code: UnreadFileCode, message: string) {
    super(message);
    this.code = code;
  }
}

/**
 * The bytes of a file, a link followed. Waits for no other process, and holds no more than `mostBytes` at once. Throws an
 * UnreadFileError for what is no regular file or is longer, and what the system says of one that cannot be read.
 */
export async function readRegularFile(path: string, mostBytes: number): Promise<Buffer> {
  // On a pipe this keeps the system from waiting for a writer; Windows has neither.
  const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const facts = await file.stat();
    if (!facts.isFile() && !facts.isDirectory()) {
      const message = "It is no regular file but a pipe, a device or a socket. Put a file there.";
      throw new UnreadFileError("no-regular-file", message);
    }
    // What the system says of the length is old at once, and of some files it says nothing.
    const pieces: Buffer[] = [];
    let left = mostBytes + 1;
    while (left > 0) {
      const piece = Buffer.allocUnsafe(Math.min(left, pieceBytes));
      const { bytesRead } = await file.read(piece, 0, piece.length);
      if (bytesRead === 0) return Buffer.concat(pieces);
      pieces.push(piece.subarray(0, bytesRead));
      left -= bytesRead;
    }
    const message = `It has more than ${mostBytes} bytes, which is as much as is read. Put a shorter file there.`;
    throw new UnreadFileError("too-long", message);
  } finally {
    await file.close();
  }
}

const pieceBytes = 64 * 1024;
