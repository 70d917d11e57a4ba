import { saysDeprecated } from "../evidence/deprecated.ts";
import { findFirstSentence } from "../evidence/first-sentence.ts";

const maxLength = 64;
const read = 1_000;

/**
 * The first sentence of a description on one line, at most 64 characters, cut at a word; for a deprecated tool it says
 * so.
 */
export function summarize(description: string | undefined, isDeprecated: boolean): string {
  const text = (description ?? "").slice(0, read);
  const { start, end } = findFirstSentence(text);
  const first = text
    .slice(start, end)
    .replace(/[\s\p{C}]+|\*\*/gu, (found) => (found === "**" ? "" : " "))
    .trim();
  const sentence = isDeprecated && !saysDeprecated(first) ? `(deprecated) ${first}`.trim() : first;
  if (sentence.length <= maxLength) return sentence;
  const cut = sentence.slice(0, maxLength - 1);
  const space = cut.lastIndexOf(" ");
  return `${(space > maxLength / 2 ? cut.slice(0, space) : cut).trimEnd()}…`;
}
