/** Splits bytes into lines without copying any byte more than once, however the chunks fall. */
export class LineDecoder {
  #parts: Buffer[] = [];
  #size = 0;
  readonly #maxLineBytes: number;

  constructor(maxLineBytes: number) {
    this.#maxLineBytes = maxLineBytes;
  }

  /** The lines that `chunk` completes. Throws a RangeError once a line is longer than allowed. */
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
      this.#parts = [];
      throw new RangeError(`a line is longer than ${this.#maxLineBytes} bytes`);
    }
    if (part.length > 0) this.#parts.push(part);
  }

  #take(): string {
    const [first] = this.#parts;
    const line = this.#parts.length === 1 && first ? first : Buffer.concat(this.#parts, this.#size);
    this.#parts = [];
    this.#size = 0;
    return line.toString("utf8");
  }
}
