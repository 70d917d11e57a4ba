/** The JSON of one call, for callers that pass long texts on without parsing and encoding them again. */
export interface CallJson {
  /** The value as JSON, whole or in pieces of text and of UTF-8. */
  write(value: unknown): string | Iterable<string | Uint8Array>;
  /**
   * Reads UTF-8 in one piece or several, and what is none as `Buffer.toString` does, for this call or another. The pieces
   * may be kept. Throws as `JSON.parse` does.
   */
  read(json: readonly Uint8Array[]): ReadJson;
  /** Called with the texts that were read with the answer to the call. */
  learn(texts: ReadJson["texts"]): void;
}

/** The result of parsing JSON. */
export interface ReadJson {
  value: unknown;
  /** Long texts in it, and the JSON that each came as, in pieces. */
  texts: ReadonlyMap<string, readonly Uint8Array[]>;
}
