import { isUtf8 } from "node:buffer";
import { type JsonPiece, jsonPieces } from "../protocol/json-pieces.ts";
import { type LongTexts, readLongTexts } from "../protocol/long-texts.ts";

/** JSON of one call: what its arguments are sent as, and what its answer comes as. */
export interface CallJson {
  /**
   * The value as JSON, in pieces of text and of UTF-8. Long texts that came from the sandbox as JSON, or were learned,
   * are the bytes that they came as.
   */
  write(value: unknown): Iterable<string | Uint8Array>;
  /** Reads UTF-8, and what is none as `Buffer.toString` does. Throws as `JSON.parse` does. */
  read(json: Uint8Array): ReadJson;
  /** Long texts of the answer go to the sandbox as they came. */
  learn(texts: ReadJson["texts"]): void;
}

export interface ReadJson {
  value: unknown;
  /** Long texts in it, and the JSON that each came as. */
  texts: ReadonlyMap<string, Uint8Array>;
}

/** @param texts those of the arguments; those of the answer are added */
export function createCallJson(texts: LongTexts): CallJson {
  return {
    write: (value): Iterable<JsonPiece> => jsonPieces(value, texts),
    read(json) {
      const line = Buffer.from(json.buffer, json.byteOffset, json.length);
      const found: LongTexts = new Map();
      const value = isUtf8(line)
        ? readLongTexts(line, found)
        : (JSON.parse(line.toString()) as unknown);
      return { value, texts: found };
    },
    learn(found) {
      for (const [text, bytes] of found) texts.set(text, bytes);
    },
  };
}
