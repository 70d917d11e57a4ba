import type { Writable } from "node:stream";

/** So much is written at once; who reads can begin with it. */
const pieceCharacters = 16 * 1024;

/**
 * What is said in one turn of the event loop, such as the answers to a thousand calls, as one write: each wakes the
 * reader.
 */
export class GatheredLines {
  readonly #stream: Writable;
  #lines = "";

  constructor(stream: Writable) {
    this.#stream = stream;
  }

  write(line: string): void {
    if (this.#lines === "") process.nextTick(() => this.flush());
    this.#lines += `${line}\n`;
    if (this.#lines.length >= pieceCharacters) this.flush();
  }

  flush(): void {
    const lines = this.#lines;
    this.#lines = "";
    if (lines !== "") this.#stream.write(lines);
  }
}
