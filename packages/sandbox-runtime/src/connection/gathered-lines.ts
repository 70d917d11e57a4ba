import type { Writable } from "node:stream";

/** Characters after which a write starts, so that the reader can begin with them. */
const pieceCharacters = 16 * 1024;

/**
 * Combines everything that is sent in one turn of the event loop, such as the answers to a thousand calls, into one
 * write, since each write wakes the reader.
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
