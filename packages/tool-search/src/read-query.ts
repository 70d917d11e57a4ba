import { findAnswers, type Answer, type Language } from "./find-answers.ts";
import type { Term, Word } from "./lexicon.ts";
import { segmentWords } from "./segment-words.ts";

/** One word of the query with all that can answer it. */
export interface Need {
  word: string;
  weight: number;
  answers: readonly Answer[];
  /** As it was written, and as it may have been meant, with the likelihood. */
  forms: readonly Form[];
}

export interface Form {
  word: Word;
  weight: number;
}

const maxLength = 2_000;
const maxNeeds = 32;
const startsWithDigit = /^\p{N}/u;
/** What is wanted is said first: each word counts a little less than the one before. */
const decay = 0.06;

/** The words of a query that can be answered, in order, each once. */
export function readQuery(query: string, language: Language): Need[] {
  const all = segmentWords(query.slice(0, maxLength)).map((text) => {
    const word = language.lexicon.wordFor(text);
    return { text, word, term: word.term };
  });
  // Numbers are no needs, but parts of compounds, as in `base 64`.
  const near = all.filter(({ text, term }) => term !== undefined || startsWithDigit.test(text));
  const counts = new Map<Term, number>();
  for (const { term } of near) if (term) counts.set(term, (counts.get(term) ?? 0) + 1);
  const needs = new Map<Term, Need>();
  for (const [index, { text, word, term }] of near.entries()) {
    if (needs.size >= maxNeeds) break;
    if (term === undefined || needs.has(term)) continue;
    const neighbours = { before: near[index - 1]?.text, after: near[index + 1]?.text };
    const answers = findAnswers(text, neighbours, counts, language);
    const weight = Math.sqrt(counts.get(term) ?? 1) / (1 + decay * needs.size);
    needs.set(term, { word: text, weight, answers, forms: formsOf(word, answers) });
  }
  return [...needs.values()];
}

function formsOf(word: Word, answers: readonly Answer[]): Form[] {
  const forms: Form[] = [{ word, weight: 1 }];
  for (const { mended, weight } of answers) if (mended) forms.push({ word: mended, weight });
  return forms;
}
