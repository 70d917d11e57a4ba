// Collects bytes that arrive in pieces and joins them once. All are copied into blocks: a client that writes byte by byte
// would otherwise cost an object of a hundred bytes or more for each, and a piece keeps all of the memory that it lies in.
// The registry has a form of its own, since it passes the long pieces of a server's answer on without copying them.
const blockBytes = 64 * 1024;
const none = Buffer.alloc(0);

/** Bytes that wait to be taken together. */
export interface GatheredBytes {
  readonly size: number;
  add(part: Uint8Array): void;
  /** Everything since the last time, as one. */
  take(): Buffer;
}

export function createGatheredBytes(): GatheredBytes {
  /** All but the last are full. */
  let blocks: Buffer[] = [];
  let last = none;
  let used = 0;
  let size = 0;

  return {
    get size() {
      return size;
    },
    add(part) {
      size += part.length;
      for (let taken = 0; taken < part.length;) {
        if (used === last.length) {
          last = Buffer.allocUnsafeSlow(blockBytes);
          used = 0;
          blocks.push(last);
        }
        const some = part.subarray(taken, taken + last.length - used);
        last.set(some, used);
        used += some.length;
        taken += some.length;
      }
    },
    take() {
      const bytes = Buffer.concat(blocks, size);
      blocks = [];
      last = none;
      used = 0;
      size = 0;
      return bytes;
    },
  };
}
