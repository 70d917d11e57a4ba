import { countTokens as count } from "gpt-tokenizer/encoding/o200k_base";

/** Tokens of a text in o200k_base. */
export function countTokens(...texts: string[]): number {
  return texts.reduce((sum, text) => sum + count(text), 0);
}
