/** Consecutive bytes in several pieces, because joining them costs time and the same memory once more. */
export type BytePieces = readonly Uint8Array[];

/** The position of one byte. */
export interface BytePlace {
  /** The index of its piece. */
  index: number;
  /** The offset within the piece. */
  place: number;
}

export function sizeOf(pieces: BytePieces): number {
  let size = 0;
  for (const piece of pieces) size += piece.length;
  return size;
}

/** Copies `length` bytes from that position on, or fewer if there are no more. */
export function copyOf(pieces: BytePieces, { index, place }: BytePlace, length: number): Buffer {
  const copied: Uint8Array[] = [];
  let left = length;
  let from = place;
  for (let at = index; left > 0; at += 1) {
    const piece = pieces[at];
    if (!piece) break;
    const part = piece.subarray(from, from + left);
    copied.push(part);
    left -= part.length;
    from = Math.max(0, from - piece.length);
  }
  return Buffer.concat(copied);
}
