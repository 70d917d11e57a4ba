import { isUtf8 } from "node:buffer";
import { longText } from "./long-texts.ts";

/**
 * How long a line is taken to be, again and again; at last as long as it may be: what is not written to takes no
 * memory.
 */
const blockBytes = [64 * 1024, 1024 * 1024, 4 * 1024 * 1024];

const takenBack = 0x18;

/** Whether the sender could not finish the line, as where its memory ran out: it is not to be read. */
export function isTakenBack(line: string | Buffer): boolean {
  return (typeof line === "string" ? line.charCodeAt(line.length - 1) : line.at(-1)) === takenBack;
}

/**
 * Splits bytes into lines of UTF-8, however the chunks fall. Their bytes are put together as they come: of a sender that
 * writes byte by byte, each chunk would else cost an object.
 */
export class LineDecoder {
  #block: Buffer = Buffer.alloc(0);
  #blockUsed = 0;
  #size = 0;
  readonly #maxLineBytes: number;
  // With a sign in place of what is no UTF-8, lines that differ would read the same.
  readonly #decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

  constructor(maxLineBytes: number) {
    this.#maxLineBytes = maxLineBytes;
  }

  /** Bytes of the line whose end has not come yet. */
  get unfinished(): number {
    return this.#size;
  }

  /**
   * The lines that `chunk` completes, those that could hold a long text as bytes. Throws a RangeError once a line is
   * longer than allowed, and a TypeError where one is not UTF-8.
   */
  *push(chunk: Buffer): Generator<string | Buffer> {
    let start = 0;
    for (;;) {
      const end = chunk.indexOf(0x0a, start);
      const part = chunk.subarray(start, end === -1 ? chunk.length : end);
      this.#size += part.length;
      if (this.#size > this.#maxLineBytes) {
        this.#clear();
        throw new RangeError(`a line is longer than ${this.#maxLineBytes} bytes`);
      }
      // Most lines come whole.
      const isWhole = end !== -1 && this.#size === part.length;
      if (!isWhole) this.#gather(part);
      if (end === -1) return;
      const bytes = isWhole ? part : this.#block.subarray(0, this.#blockUsed);
      this.#clear();
      yield this.#decode(bytes);
      start = end + 1;
    }
  }

  #decode(bytes: Buffer): string | Buffer {
    if (bytes.length <= longText) return this.#decoder.decode(bytes);
    // Whoever gets it keeps it.
    this.#block = Buffer.alloc(0);
    if (!isUtf8(bytes)) throw new TypeError("a line is not UTF-8");
    return bytes;
  }

  #gather(part: Buffer): void {
    for (let taken = 0; taken < part.length;) {
      if (this.#blockUsed === this.#block.length) this.#grow();
      const copied = part.copy(this.#block, this.#blockUsed, taken);
      this.#blockUsed += copied;
      taken += copied;
    }
  }

  #grow(): void {
    const size = blockBytes.find((bytes) => bytes > this.#block.length) ?? this.#maxLineBytes;
    const larger = Buffer.allocUnsafeSlow(size);
    this.#block.copy(larger);
    this.#block = larger;
  }

  #clear(): void {
    this.#blockUsed = 0;
    this.#size = 0;
  }
}
