// Bytes that come in pieces. Small pieces are copied into blocks: of a server that writes byte by byte, each would else cost
// an object of a hundred bytes and more. Whoever gives a longer one leaves its bytes alone.
import type { BytePieces } from "./byte-pieces.ts";

const smallBytes = 16 * 1024;
const blockBytes = 64 * 1024;
const none = Buffer.alloc(0);

/** Bytes that wait to be taken together. */
export interface GatheredBytes {
  readonly size: number;
  add(part: Uint8Array): void;
  /** Everything since the last time, as one: a copy. */
  take(): Buffer;
  /** The same in pieces, most of which are those that came. */
  takePieces(): BytePieces;
  clear(): void;
}

export function createGatheredBytes(): GatheredBytes {
  let parts: Uint8Array[] = [];
  let block: Buffer = none;
  let used = 0;
  let size = 0;
  // Of the memory that the parts take, in which other things may lie beside them.
  let heldBytes = 0;
  let lastHeld: ArrayBufferLike | undefined;

  function clear(): void {
    parts = [];
    used = 0;
    size = 0;
    heldBytes = 0;
    lastHeld = undefined;
  }

  /** Not where much else lies in its memory, and in that of those before it. */
  function mayKeep({ buffer }: Uint8Array): boolean {
    const held = heldBytes + (buffer === lastHeld ? 0 : buffer.byteLength);
    if (held > size * 1.25 + 2 * blockBytes) return false;
    heldBytes = held;
    lastHeld = buffer;
    return true;
  }

  function closeBlock(): void {
    const bytes = block.subarray(0, used);
    used = 0;
    if (bytes.length * 2 > block.length) {
      parts.push(bytes);
      block = none;
    } else if (bytes.length > 0) {
      // The block is written again: a small part is not to keep all of it.
      const own = Buffer.allocUnsafeSlow(bytes.length);
      bytes.copy(own);
      parts.push(own);
    }
  }

  return {
    get size() {
      return size;
    },
    add(part) {
      size += part.length;
      if (part.length >= smallBytes && mayKeep(part)) {
        closeBlock();
        parts.push(part);
        return;
      }
      for (let taken = 0; taken < part.length;) {
        if (used === block.length) {
          closeBlock();
          block = Buffer.allocUnsafeSlow(blockBytes);
        }
        const some = part.subarray(taken, taken + block.length - used);
        block.set(some, used);
        used += some.length;
        heldBytes += some.length;
        taken += some.length;
      }
    },
    take() {
      // A copy: the block is written again.
      const bytes = Buffer.concat([...parts, block.subarray(0, used)], size);
      clear();
      return bytes;
    },
    takePieces() {
      closeBlock();
      const pieces = parts;
      clear();
      return pieces;
    },
    clear,
  };
}
