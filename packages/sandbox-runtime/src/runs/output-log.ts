import type { OutputChunk } from "../run-outcome.ts";

type Stream = OutputChunk["stream"];

const maxChanges = 200;

/**
 * A run's output in order, with adjacent chunks of one stream joined. After too many changes between the streams, the
 * rest of each stream becomes one chunk. Throws a RangeError beyond its limit.
 */
export class OutputLog {
  readonly #parts: { stream: Stream; texts: string[] }[] = [];
  readonly #rest: Record<Stream, string[]> = { stdout: [], stderr: [] };
  #room: number;

  constructor(maxCharacters: number) {
    this.#room = maxCharacters;
  }

  /** Present if the order of the two streams was given up. */
  get notice(): string | undefined {
    if (!this.#isFull) return undefined;
    return `stdout and stderr took turns more than ${maxChanges} times: the rest of stdout stands before the rest of stderr`;
  }

  add({ stream, text }: OutputChunk): void {
    this.#room -= text.length;
    if (this.#room < 0) throw new RangeError("more output than a run may send");
    const last = this.#parts.at(-1);
    if (this.#isFull) this.#rest[stream].push(text);
    else if (last?.stream === stream) last.texts.push(text);
    else if (this.#parts.length <= maxChanges) this.#parts.push({ stream, texts: [text] });
    else this.#rest[stream].push(text);
  }

  chunks(): OutputChunk[] {
    const { stdout, stderr } = this.#rest;
    const rest = [
      { stream: "stdout" as const, texts: stdout },
      { stream: "stderr" as const, texts: stderr },
    ].filter(({ texts }) => texts.length > 0);
    return [...this.#parts, ...rest].map(({ stream, texts }) => ({ stream, text: texts.join("") }));
  }

  get #isFull(): boolean {
    return this.#rest.stdout.length + this.#rest.stderr.length > 0;
  }
}
