/** Bytes that belong together, in pieces: to put many of them together takes memory once more, and time. */
export type BytePieces = readonly Uint8Array[];

/** One byte of them. */
export interface BytePlace {
  /** Of its piece. */
  index: number;
  /** In it. */
  place: number;
}

export function sizeOf(pieces: BytePieces): number {
  let size = 0;
  for (const piece of pieces) size += piece.length;
  return size;
}

/** So many of the bytes from there on, or fewer where there are no more. */
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
