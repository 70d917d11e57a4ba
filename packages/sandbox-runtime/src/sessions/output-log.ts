import type { OutputChunk } from "../run-outcome.ts";

/** A run's output in order, adjacent chunks of one stream joined. Throws a RangeError beyond its limit. */
export class OutputLog {
  readonly #parts: { stream: OutputChunk["stream"]; texts: string[] }[] = [];
  #room: number;

  constructor(maxCharacters: number) {
    this.#room = maxCharacters;
  }

  add({ stream, text }: OutputChunk): void {
    this.#room -= text.length;
    if (this.#room < 0) throw new RangeError("more output than a run may send");
    const last = this.#parts.at(-1);
    if (last?.stream === stream) last.texts.push(text);
    else this.#parts.push({ stream, texts: [text] });
  }

  chunks(): OutputChunk[] {
    return this.#parts.map(({ stream, texts }) => ({ stream, text: texts.join("") }));
  }
}
