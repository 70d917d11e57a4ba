import type { BytePieces } from "./byte-pieces.ts";

/**
 * Shorter pieces are copied, since each kept piece costs an object. Podman passes on 8 KiB at a time: copied, those would
 * lie beside their copies until memory is collected.
 */
const smallBytes = 4 * 1024;
const blockBytes = 64 * 1024;
const none = Buffer.alloc(0);

/**
 * Bytes of a line as they come. Pieces of some length are kept as they are, and others copied into blocks. Whoever gives
 * a piece leaves its bytes alone.
 */
export class GatheredBytes {
  #pieces: Buffer[] = [];
  #block = none;
  #blockUsed = 0;
  #size = 0;
  /** Of the memory that the pieces take, in which other things may lie beside them. */
  #heldBytes = 0;
  #lastHeld: ArrayBufferLike | undefined;

  add(part: Buffer): void {
    this.#size += part.length;
    if (part.length >= smallBytes && this.#mayKeep(part)) {
      this.#closeBlock();
      this.#pieces.push(part);
      return;
    }
    for (let taken = 0; taken < part.length;) {
      if (this.#blockUsed === this.#block.length) {
        this.#closeBlock();
        this.#block = Buffer.allocUnsafeSlow(blockBytes);
      }
      const copied = part.copy(this.#block, this.#blockUsed, taken);
      this.#blockUsed += copied;
      this.#heldBytes += copied;
      taken += copied;
    }
  }

  /** Everything since the last time, until the next piece is added. */
  look(): Buffer {
    const last = this.#block.subarray(0, this.#blockUsed);
    return this.#pieces.length === 0 ? last : Buffer.concat([...this.#pieces, last]);
  }

  /** Everything since the last time, for whoever keeps it. */
  take(): BytePieces {
    this.#closeBlock();
    const pieces = this.#pieces;
    this.clear();
    return pieces;
  }

  clear(): void {
    this.#pieces = [];
    this.#blockUsed = 0;
    this.#size = 0;
    this.#heldBytes = 0;
    this.#lastHeld = undefined;
  }

  /** Not where much else lies in its memory, and in that of those before it. */
  #mayKeep({ buffer }: Buffer): boolean {
    const held = this.#heldBytes + (buffer === this.#lastHeld ? 0 : buffer.byteLength);
    if (held > this.#size * 1.25 + 2 * blockBytes) return false;
    this.#heldBytes = held;
    this.#lastHeld = buffer;
    return true;
  }

  #closeBlock(): void {
    const used = this.#block.subarray(0, this.#blockUsed);
    this.#blockUsed = 0;
    if (used.length * 2 > this.#block.length) {
      this.#pieces.push(used);
      this.#block = none;
    } else if (used.length > 0) {
      // The block is written again: a small piece is not to keep all of it.
      const own = Buffer.allocUnsafeSlow(used.length);
      used.copy(own);
      this.#pieces.push(own);
    }
  }
}
