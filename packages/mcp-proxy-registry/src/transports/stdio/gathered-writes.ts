import type { Writable } from "node:stream";

// Characters after which a write starts, so that the server can begin with them.
const pieceCharacters = 16 * 1024;

interface Piece {
  text: string;
  taken: Promise<void>;
  settle(error?: Error | null): void;
}

/**
 * Combines everything that is sent in one turn of the event loop, such as a thousand calls, into one write, since each
 * write wakes the server.
 */
export class GatheredWrites {
  readonly #stream: Writable;
  #piece: Piece | undefined;

  constructor(stream: Writable) {
    this.#stream = stream;
  }

  /** Resolves when the operating system has taken the text; rejects when the stream fails. */
  write(text: string): Promise<void> {
    const piece = this.#piece ?? this.#begin();
    piece.text += text;
    if (piece.text.length >= pieceCharacters) this.#send(piece);
    return piece.taken;
  }

  /** The same with text and bytes that are together one message, each written by itself. */
  async writeAll(pieces: Iterable<string | Uint8Array>): Promise<void> {
    let taken = Promise.resolve();
    for (const piece of pieces) {
      taken = typeof piece === "string" ? this.write(piece) : this.#writeBytes(piece);
      // Told by the last one, too: an error that nobody takes would end the host.
      taken.catch(() => {});
    }
    await taken;
  }

  /** Ends the stream after what was written. */
  end(): void {
    if (this.#piece) this.#send(this.#piece);
    this.#stream.end();
  }

  #writeBytes(bytes: Uint8Array): Promise<void> {
    if (this.#piece) this.#send(this.#piece);
    return new Promise((resolve, reject) => {
      this.#stream.write(bytes, (error) => (error ? reject(error) : resolve()));
    });
  }

  #begin(): Piece {
    let settle!: Piece["settle"];
    const taken = new Promise<void>((resolve, reject) => {
      settle = (error) => (error ? reject(error) : resolve());
    });
    const piece = { text: "", taken, settle };
    this.#piece = piece;
    process.nextTick(() => this.#send(piece));
    return piece;
  }

  #send(piece: Piece): void {
    if (this.#piece !== piece) return;
    this.#piece = undefined;
    // As bytes: for the text, Node would clear memory for three times as many, and V8 would collect that.
    this.#stream.write(Buffer.from(piece.text), piece.settle);
  }
}
