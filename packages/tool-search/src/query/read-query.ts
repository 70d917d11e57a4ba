import type { Language } from "../words/language.ts";
import type { Term } from "../words/lexicon.ts";
import { segmentWords } from "../words/segment-words.ts";
import type { Answer } from "./find-answers.ts";
import { isQuestion } from "./is-question.ts";
import { nothingElse, type Need } from "./need.ts";
import { readLiterals } from "./read-literals.ts";
import { readPart, type Part, type QueryContext } from "./read-part.ts";
import { splitParts } from "./split-parts.ts";

export const maxQueryLength = 2_000;
const maxNeeds = 32;
/** The weight of the words for an address or a path in the query. */
const kindWeight = 0.5;

/** The words of a query that some term may match, in order, without duplicates. */
export function readQuery(query: string, language: Language): Need[] {
  const text = query.slice(0, maxQueryLength);
  const literals = readLiterals(language.values ? text : "");
  const parts = splitParts(text).map((part) => wordsOf(part, language));
  const context: QueryContext = {
    language,
    literals: literals.words,
    counts: countTerms(parts),
    known: new Set(),
  };
  const needs: Need[] = [];
  let number = 0;
  for (const part of parts) {
    const found = readPart(part, number, maxNeeds - needs.length, context);
    needs.push(...found);
    if (found.length > 0) number++;
  }
  const last = Math.max(0, number - 1);
  const kinds = literals.kinds.flatMap(
    (names) => kindNeed(names, last, context.known, language) ?? [],
  );
  return [...needs, ...kinds];
}

function wordsOf(part: string, { lexicon }: Language): Part {
  const words = segmentWords(part).map((text) => ({ text, word: lexicon.wordFor(text) }));
  return { isAsked: isQuestion(part), words };
}

/** How often the query contains each term. */
function countTerms(parts: readonly Part[]): Map<Term, number> {
  const counts = new Map<Term, number>();
  for (const { word } of parts.flatMap(({ words }) => words)) {
    if (word.term) counts.set(word.term, (counts.get(word.term) ?? 0) + 1);
  }
  return counts;
}

/** The words that tools use for a value in the query, unless the query contains them itself. */
function kindNeed(
  names: readonly string[],
  part: number,
  asked: ReadonlySet<Term>,
  { lexicon }: Language,
): Need | undefined {
  const terms = names.flatMap((name) => lexicon.wordFor(name).term ?? []);
  const answers = [...new Set(terms)]
    .filter((term) => term.tools > 0 && !asked.has(term))
    .map((term): Answer => ({ term, weight: 1, by: "value" }));
  if (answers.length === 0) return undefined;
  return { ...nothingElse, word: names[0]!, weight: kindWeight, part, isAsked: false, answers };
}
