/** Consecutive bytes in several pieces, because joining them costs time and the same memory once more. */
export type BytePieces = readonly Uint8Array[];

export function sizeOf(pieces: BytePieces): number {
  let size = 0;
  for (const piece of pieces) size += piece.length;
  return size;
}

/** Copies the first bytes, at most so many. */
export function beginningOf(pieces: BytePieces, length: number): Buffer {
  const copied: Uint8Array[] = [];
  let left = length;
  for (const piece of pieces) {
    if (left <= 0) break;
    copied.push(piece.subarray(0, left));
    left -= piece.length;
  }
  return Buffer.concat(copied);
}
