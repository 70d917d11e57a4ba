import { isUtf8 } from "node:buffer";
import { type JsonPiece, jsonPieces } from "../protocol/json-pieces.ts";
import { type LongTexts, readLongTexts } from "../protocol/long-texts.ts";

/** JSON of one call: what its arguments are sent as, and what its answer comes as. */
export interface CallJson {
  /**
   * The value as JSON, in pieces of text and of UTF-8 where it holds long texts that came from the sandbox as JSON, or
   * were learned: they are the bytes that they came as.
   */
  write(value: unknown): string | Iterable<string | Uint8Array>;
  /** Reads UTF-8, and what is none as `Buffer.toString` does. Throws as `JSON.parse` does. */
  read(json: Uint8Array): ReadJson;
  /** Long texts of the answer go to the sandbox as they came. */
  learn(texts: ReadJson["texts"]): void;
}

/** What JSON said. */
export interface ReadJson {
  value: unknown;
  /** Long texts in it, and the JSON that each came as. */
  texts: ReadonlyMap<string, Uint8Array>;
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

  read(json: Uint8Array): ReadJson {
    const line = Buffer.from(json.buffer, json.byteOffset, json.length);
    const texts: LongTexts = new Map();
    const value = isUtf8(line) ? readLongTexts(line, texts) : JSON.parse(line.toString());
    return { value: value as unknown, texts };
  }

  learn(texts: ReadJson["texts"]): void {
    if (texts.size === 0) return;
    this.#texts = new Map([...(this.#texts ?? []), ...texts]);
  }
}
