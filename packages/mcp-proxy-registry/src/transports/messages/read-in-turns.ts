import { setImmediate } from "node:timers/promises";
import type { BytePieces } from "./byte-pieces.ts";

/** Reading so much takes some milliseconds. */
const turnBytes = 1024 * 1024;
/** A piece costs as much as so many bytes, however short it is. */
const pieceBytes = 256;

/** Reads a long message in short turns of the event loop, so that other work can run in between. */
export async function readInTurns(
  pieces: BytePieces,
  read: (piece: Uint8Array) => void,
): Promise<void> {
  let left = turnBytes;
  for (const piece of pieces) {
    for (let start = 0; start < piece.length; start += turnBytes) {
      const part = piece.subarray(start, start + turnBytes);
      read(part);
      left -= part.length + pieceBytes;
      if (left > 0) continue;
      await setImmediate();
      left = turnBytes;
    }
  }
}
