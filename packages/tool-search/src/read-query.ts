import { findAnswers, type Answer, type Language } from "./find-answers.ts";
import { segmentWords } from "./segment-words.ts";

/** One word of the query with all that can answer it. */
export interface Need {
  word: string;
  weight: number;
  answers: readonly Answer[];
}

const maxLength = 2_000;
const maxNeeds = 32;
/** What is wanted is said first: each word counts a little less than the one before. */
const decay = 0.06;

/** The words of a query that can be answered, in order, each once. */
export function readQuery(query: string, language: Language): Need[] {
  const words = segmentWords(query.slice(0, maxLength)).flatMap((text) => {
    const { term } = language.lexicon.wordFor(text);
    return term === undefined ? [] : { text, term };
  });
  const counts = new Map<string, number>();
  for (const { term } of words) counts.set(term, (counts.get(term) ?? 0) + 1);
  const needs = new Map<string, Need>();
  for (const [index, { text, term }] of words.entries()) {
    if (needs.size >= maxNeeds) break;
    if (needs.has(term)) continue;
    const neighbours = { before: words[index - 1]?.text, after: words[index + 1]?.text };
    const answers = findAnswers(text, neighbours, counts, language);
    const weight = Math.sqrt(counts.get(term) ?? 1) / (1 + decay * needs.size);
    needs.set(term, { word: text, weight, answers });
  }
  return [...needs.values()];
}
