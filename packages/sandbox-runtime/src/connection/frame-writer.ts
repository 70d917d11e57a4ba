import type { Writable } from "node:stream";
import type { HostFrame } from "../protocol/host-frames.ts";
import { type JsonPiece, jsonPieces } from "../protocol/json-pieces.ts";
import type { LongTexts } from "../protocol/long-texts.ts";
import { GatheredLines } from "./gathered-lines.ts";

const shortPiece = 16 * 1024;
/** So much is handed over at once: as many pieces of a text as that are one write. */
const burst = 256 * 1024;

/**
 * Writes frames as lines, one after the other. A frame with a long text is written in pieces, each when the previous
 * one has been accepted. Otherwise a text of a hundred megabytes would be in memory two more times, as JSON and as
 * bytes.
 */
export class FrameWriter {
  readonly #stream: Writable;
  readonly #lines: GatheredLines;
  readonly #maxCharacters: number;
  #waiting: JsonPiece[] = [];
  #waitingCharacters = 0;

  constructor(stream: Writable, maxCharacters: number) {
    this.#stream = stream;
    this.#lines = new GatheredLines(stream);
    this.#maxCharacters = maxCharacters;
    stream.on("drain", () => this.#pump());
  }

  /** Characters, or bytes, that have not been accepted yet. */
  get unsent(): number {
    return this.#waitingCharacters + this.#stream.writableLength;
  }

  /**
   * Throws a RangeError, and writes nothing, if the frame is too long.
   * @param texts those of its long texts that came as JSON
   */
  write(frame: HostFrame, texts?: LongTexts): void {
    const pieces = jsonPieces(frame, texts);
    const [first] = pieces;
    const isWhole = pieces.length === 1 && typeof first === "string";
    if (isWhole && this.#waiting.length === 0) return this.#lines.write(first);
    this.#lines.flush();
    pieces.push("\n");
    const characters = pieces.reduce((sum, piece) => sum + piece.length, 0);
    if (characters > this.#maxCharacters) throw new RangeError("it is too long");
    for (const piece of pieces) this.#wait(piece);
    this.#waitingCharacters += characters;
    if (!this.#stream.writableNeedDrain) this.#pump();
  }

  /** Joins short pieces, since removing the first of very many pieces takes long. */
  #wait(piece: JsonPiece): void {
    const last = this.#waiting.at(-1);
    const isShort = typeof last === "string" && last.length < shortPiece;
    if (isShort && typeof piece === "string") this.#waiting.splice(-1, 1, last + piece);
    else this.#waiting.push(piece);
  }

  #pump(): void {
    while (this.#waiting.length > 0 && this.#stream.writable && this.#pumpBurst());
  }

  /** True where the stream takes more. */
  #pumpBurst(): boolean {
    this.#stream.cork();
    for (let written = 0; written < burst;) {
      const piece = this.#waiting.shift();
      if (piece === undefined) break;
      this.#waitingCharacters -= piece.length;
      written += piece.length;
      this.#stream.write(piece);
    }
    this.#stream.uncork();
    return !this.#stream.writableNeedDrain;
  }
}
