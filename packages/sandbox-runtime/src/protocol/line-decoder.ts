import { isUtf8 } from "node:buffer";
import type { BytePieces } from "./byte-pieces.ts";
import { GatheredBytes } from "./gathered-bytes.ts";
import { longText } from "./long-texts.ts";

const newline = 0x0a;
const takenBack = 0x18;

/** Whether the sender could not finish the line, as where its memory ran out: it is not to be read. */
export function isTakenBack(line: string | BytePieces): boolean {
  const last = typeof line === "string" ? line.charCodeAt(line.length - 1) : line.at(-1)?.at(-1);
  return last === takenBack;
}

/** Splits bytes into lines of UTF-8, however the chunks fall. */
export class LineDecoder {
  readonly #gathered = new GatheredBytes();
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
   * The lines that `chunk` completes. Those that could hold a long text are bytes, of which nobody has seen yet whether
   * they are UTF-8; the chunk is kept for them. Throws a RangeError once a line is longer than allowed, and a TypeError
   * where a short one is not UTF-8.
   */
  push(chunk: Buffer): Iterable<string | BytePieces> {
    return this.#shortLines(chunk) ?? this.#eachLine(chunk);
  }

  /**
   * The same, decoded together: one by one takes several times as long. Undefined where a line may be long, or something
   * is not UTF-8.
   */
  #shortLines(chunk: Buffer): string[] | undefined {
    const end = chunk.lastIndexOf(newline);
    const isShort = this.#size + chunk.length <= Math.min(longText, this.#maxLineBytes);
    if (end === -1 || !isShort) return undefined;
    const part = chunk.subarray(0, end);
    const bytes = this.#size === 0 ? part : Buffer.concat([this.#gathered.look(), part]);
    if (!isUtf8(bytes)) return undefined;
    this.#clear();
    if (end + 1 < chunk.length) this.#keep(chunk.subarray(end + 1));
    return bytes.toString().split("\n");
  }

  *#eachLine(chunk: Buffer): Generator<string | BytePieces> {
    let start = 0;
    for (;;) {
      const end = chunk.indexOf(newline, start);
      const part = chunk.subarray(start, end === -1 ? chunk.length : end);
      this.#size += part.length;
      if (this.#size > this.#maxLineBytes) {
        this.#clear();
        throw new RangeError(`a line is longer than ${this.#maxLineBytes} bytes`);
      }
      // Most lines come whole.
      const isWhole = end !== -1 && this.#size === part.length;
      if (!isWhole) this.#gathered.add(part);
      if (end === -1) return;
      const line = isWhole ? this.#whole(part) : this.#put();
      this.#clear();
      yield line;
      start = end + 1;
    }
  }

  #whole(bytes: Buffer): string | BytePieces {
    return bytes.length > longText ? [bytes] : this.#decoder.decode(bytes);
  }

  #put(): string | BytePieces {
    if (this.#size > longText) return this.#gathered.take();
    return this.#decoder.decode(this.#gathered.look());
  }

  #keep(part: Buffer): void {
    this.#size += part.length;
    this.#gathered.add(part);
  }

  #clear(): void {
    this.#gathered.clear();
    this.#size = 0;
  }
}
