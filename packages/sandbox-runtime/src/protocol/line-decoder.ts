const smallBytes = 16 * 1024;
const blockBytes = 64 * 1024;

/**
 * Splits bytes into lines, however the chunks fall. Small chunks are gathered in blocks: of a sender that writes byte by
 * byte, each would else cost an object.
 */
export class LineDecoder {
  #parts: Buffer[] = [];
  #block: Buffer | undefined;
  #blockUsed = 0;
  #size = 0;
  readonly #maxLineBytes: number;
  // With a sign in place of what is no UTF-8, lines that differ would read the same.
  readonly #text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

  constructor(maxLineBytes: number) {
    this.#maxLineBytes = maxLineBytes;
  }

  /**
   * The lines that `chunk` completes. Throws a RangeError once a line is longer than allowed, and a TypeError where one
   * is not UTF-8.
   */
  *push(chunk: Buffer): Generator<string> {
    let start = 0;
    for (;;) {
      const end = chunk.indexOf(0x0a, start);
      this.#append(chunk.subarray(start, end === -1 ? chunk.length : end));
      if (end === -1) return;
      yield this.#take();
      start = end + 1;
    }
  }

  #append(part: Buffer): void {
    this.#size += part.length;
    if (this.#size > this.#maxLineBytes) {
      this.#clear();
      throw new RangeError(`a line is longer than ${this.#maxLineBytes} bytes`);
    }
    if (part.length >= smallBytes) {
      this.#closeBlock();
      this.#parts.push(part);
    } else if (part.length > 0) {
      if (this.#blockUsed + part.length > blockBytes) this.#closeBlock();
      this.#block ??= Buffer.allocUnsafeSlow(blockBytes);
      part.copy(this.#block, this.#blockUsed);
      this.#blockUsed += part.length;
    }
  }

  #closeBlock(): void {
    if (!this.#block || this.#blockUsed === 0) return;
    this.#parts.push(this.#block.subarray(0, this.#blockUsed));
    this.#block = undefined;
    this.#blockUsed = 0;
  }

  #take(): string {
    const last = this.#block?.subarray(0, this.#blockUsed) ?? Buffer.alloc(0);
    const line = this.#parts.length > 0 ? Buffer.concat([...this.#parts, last], this.#size) : last;
    this.#clear();
    return this.#text.decode(line);
  }

  /** The block is written again only after what lies in it has become text. */
  #clear(): void {
    this.#parts = [];
    this.#blockUsed = 0;
    this.#size = 0;
  }
}
