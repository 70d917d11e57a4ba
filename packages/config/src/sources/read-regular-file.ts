// Others may be able to write to the folders of these files, and put a named pipe that nobody writes to, or an endless
// device, in a file's place.
import { constants } from "node:fs";
import { open } from "node:fs/promises";

/** `no-regular-file`: it is a pipe, a device or a socket. `too-long`: it has more bytes than are read. */
export type UnreadFileCode = "no-regular-file" | "too-long";

/** Why a file is not read, and what to do; the message does not contain its path. */
export class UnreadFileError extends Error {
  override readonly name = "UnreadFileError";
  readonly code: UnreadFileCode;

  constructor(code: UnreadFileCode, message: string) {
    super(message);
    this.code = code;
  }
}

/**
 * The bytes of a file, a link followed. Waits for no other process, and holds no more than `maxBytes` at once. Throws an
 * UnreadFileError for what is no regular file or is longer, and what the system says of one that cannot be read.
 */
export async function readRegularFile(path: string, maxBytes: number): Promise<Buffer> {
  if (!(maxBytes >= 0)) {
    throw new TypeError("readRegularFile needs `maxBytes`, the number of bytes it may read.");
  }
  // Without this, opening a pipe would wait for a writer. Windows has neither.
  const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const facts = await file.stat();
    if (!facts.isFile() && !facts.isDirectory()) {
      const message =
        "It is not a regular file but a pipe, a device or a socket. Put a file there.";
      throw new UnreadFileError("no-regular-file", message);
    }
    // The reported length may be outdated, and for some files the system reports none.
    const pieces: Buffer[] = [];
    let left = maxBytes + 1;
    while (left > 0) {
      const piece = Buffer.allocUnsafe(Math.min(left, pieceBytes));
      const { bytesRead } = await file.read(piece, 0, piece.length);
      if (bytesRead === 0) return Buffer.concat(pieces);
      pieces.push(piece.subarray(0, bytesRead));
      left -= bytesRead;
    }
    const message = `It has more than ${maxBytes} bytes, which is as much as is read. Put a shorter file there.`;
    throw new UnreadFileError("too-long", message);
  } finally {
    await file.close();
  }
}

const pieceBytes = 64 * 1024;
