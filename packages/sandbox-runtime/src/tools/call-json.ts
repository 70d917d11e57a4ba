import { type BytePieces, joined } from "../protocol/byte-pieces.ts";
import { type JsonPiece, jsonPieces } from "../protocol/json-pieces.ts";
import { type LongTexts, readLongTexts } from "../protocol/long-texts.ts";

/** The JSON of one call: of its arguments, and of its answer. */
export interface CallJson {
  /**
   * The value as JSON. If it contains long texts that came from the sandbox as JSON, or were learned, the result is in
   * pieces, and these texts are the bytes in which they arrived.
   */
  write(value: unknown): string | Iterable<string | Uint8Array>;
  /**
   * Parses UTF-8, in one piece or several, which may be kept; invalid bytes are read as `Buffer.toString` does. Throws as
   * `JSON.parse` does.
   */
  read(json: readonly Uint8Array[]): ReadJson;
  /** Remembers long texts of the answer, so that they are passed to the sandbox unchanged. */
  learn(texts: ReadJson["texts"]): void;
}

/** The result of parsing JSON. */
export interface ReadJson {
  value: unknown;
  /** Long texts in it, and the JSON of each, in pieces. */
  texts: ReadonlyMap<string, readonly Uint8Array[]>;
}

/** One for each call, most of which have no long text. */
export class KnownTexts implements CallJson {
  #texts: LongTexts | undefined;

  /** @param texts those of the arguments */
  constructor(texts: LongTexts | undefined) {
    this.#texts = texts;
  }

  get texts(): LongTexts | undefined {
    return this.#texts;
  }

  write(value: unknown): string | Iterable<JsonPiece> {
    return this.#texts ? jsonPieces(value, this.#texts) : JSON.stringify(value);
  }

  read(json: BytePieces): ReadJson {
    const texts: LongTexts = new Map();
    try {
      return { value: readLongTexts(json, texts), texts };
    } catch (error) {
      // What is no UTF-8 is a TypeError, and what is no JSON another.
      if (!(error instanceof TypeError)) throw error;
      return { value: JSON.parse(joined(json).toString()) as unknown, texts: new Map() };
    }
  }

  learn(texts: ReadJson["texts"]): void {
    if (texts.size === 0) return;
    this.#texts = new Map([...(this.#texts ?? []), ...texts]);
  }
}
