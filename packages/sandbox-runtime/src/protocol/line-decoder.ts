const pieceBytes = 64 * 1024;

/**
 * Splits bytes into lines of UTF-8, however the chunks fall. A long line becomes text while it comes: its bytes are not
 * kept beside it. Small chunks are gathered first: of a sender that writes byte by byte, each would else cost an object.
 */
export class LineDecoder {
  #text = "";
  #block: Buffer | undefined;
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
   * The lines that `chunk` completes. Throws a RangeError once a line is longer than allowed, and a TypeError where one
   * is not UTF-8.
   */
  *push(chunk: Buffer): Generator<string> {
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
      const line = isWhole ? this.#decoder.decode(part) : this.#text + this.#decodeBlock(true);
      this.#clear();
      yield line;
      start = end + 1;
    }
  }

  #gather(part: Buffer): void {
    for (let taken = 0; taken < part.length;) {
      this.#block ??= Buffer.allocUnsafeSlow(pieceBytes);
      const copied = part.copy(this.#block, this.#blockUsed, taken);
      this.#blockUsed += copied;
      taken += copied;
      if (this.#blockUsed === pieceBytes) this.#text += this.#decodeBlock(false);
    }
  }

  /** What is in the block as text; a character whose end has not come stays, unless nothing more will come. */
  #decodeBlock(isEnd: boolean): string {
    if (!this.#block) return "";
    const bytes = this.#block.subarray(0, this.#blockUsed);
    const whole = isEnd ? bytes.length : endOfCharacters(bytes);
    const text = this.#decoder.decode(bytes.subarray(0, whole));
    this.#blockUsed = bytes.copy(this.#block, 0, whole);
    return text;
  }

  #clear(): void {
    this.#text = "";
    this.#blockUsed = 0;
    this.#size = 0;
  }
}

/** Where the last character begins whose bytes are not all there, else the end. */
function endOfCharacters(bytes: Buffer): number {
  for (let back = 1; back <= 3 && back <= bytes.length; back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) break;
    if (byte < 0xc0) continue;
    const length = byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
    return length > back ? bytes.length - back : bytes.length;
  }
  return bytes.length;
}
