/** Bytes that belong together, in pieces: to put many of them together takes memory once more, and time. */
export type BytePieces = readonly Uint8Array[];

export function sizeOf(pieces: BytePieces): number {
  let size = 0;
  for (const piece of pieces) size += piece.length;
  return size;
}

/** Those from `start` to before `end`; nothing is copied. */
export function sliceOf(pieces: BytePieces, start: number, end: number): Uint8Array[] {
  const slice: Uint8Array[] = [];
  let base = 0;
  for (const piece of pieces) {
    if (base >= end) break;
    if (base + piece.length > start) {
      slice.push(piece.subarray(Math.max(0, start - base), end - base));
    }
    base += piece.length;
  }
  return slice;
}

/** As one; a single piece is not copied. */
export function joined(pieces: BytePieces): Buffer {
  const [first] = pieces;
  if (first === undefined || pieces.length > 1) return Buffer.concat(pieces);
  return Buffer.from(first.buffer, first.byteOffset, first.length);
}

/** Throws a TypeError where they are no UTF-8. */
export function checkUtf8(pieces: BytePieces): void {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  for (const piece of pieces) decoder.decode(piece, { stream: true });
  decoder.decode();
}
