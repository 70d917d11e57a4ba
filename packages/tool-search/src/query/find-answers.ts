import type { MatchedBy } from "../types.ts";
import type { Language } from "../words/language.ts";
import type { Term, Word } from "../words/lexicon.ts";
import { isUnspaced } from "../words/segment-words.ts";

/** An indexed term that matches a word of the query, and how well. */
export interface Answer {
  term: Term;
  weight: number;
  by: MatchedBy;
  /** The corrected word. */
  corrected?: Word;
}

/** The words before and after a word. */
export interface Neighbours {
  before: readonly string[];
  after: readonly string[];
}

const synonymWeight = 0.4;
const kindWeight = 0.5;
const translationWeight = 0.9;
const compoundWeight = 0.6;
const shortestPart = 4;
const maxPairs = 20;
const correctedWeight: readonly number[] = [1, 0.85, 0.6];
/** Typing errors in the first letter are rare. */
const otherFirstLetter = 0.8;

/** All indexed terms that match a word, each once with its highest weight; `asked` contains the query's own terms. */
export function findAnswers(
  word: string,
  neighbours: Neighbours,
  asked: ReadonlyMap<Term, number>,
  language: Language,
): Answer[] {
  const best = new Map<Term, Answer>();
  const offer = (answer: Answer): void => {
    if (answer.term.tools === 0) return;
    if ((best.get(answer.term)?.weight ?? 0) < answer.weight) best.set(answer.term, answer);
  };
  const offerInstead = ({ weight }: Answer, stems: Iterable<string>, share: number): void => {
    for (const stem of stems) {
      const term = language.lexicon.term(stem);
      if (term !== undefined && !asked.has(term))
        offer({ term, weight: weight * share, by: "synonym" });
    }
  };
  for (const answer of [...ownAnswers(word, language), ...compounds(word, neighbours, language)]) {
    offer(answer);
    offerInstead(answer, language.kinds(answer.term.stem), kindWeight);
    offerInstead(answer, language.thesaurus(answer.term.stem), synonymWeight);
  }
  if (best.size > 0) return [...best.values()];
  return word.length === 1 ? pairsWith(word, language) : partsOf(word, language);
}

function ownAnswers(text: string, { lexicon, spelling, translations }: Language): Answer[] {
  const { term, uses } = lexicon.wordFor(text);
  if (term === undefined) return [];
  const asWritten: Answer = { term, weight: 1, by: "word" };
  const foreign = [...translations(text), ...(term.tools === 0 ? translations(term.stem) : [])];
  const translated = [...new Set(foreign)].flatMap((stem): Answer[] => {
    const english = lexicon.term(stem);
    return english ? [{ term: english, weight: translationWeight, by: "translation" }] : [];
  });
  if (translated.length > 0) return [asWritten, ...translated];
  if (term.tools > 0 || spelling === undefined) return [asWritten];
  const corrections = uses > 0 ? [] : spelling.correct(text);
  if (corrections.length === 0) return [asWritten];
  // The closest word is a stop word, so this one is treated as a stop word too.
  if (corrections[0]?.word.term === undefined) return [];
  return corrections.flatMap(({ word, distance }) => {
    const weight = correctedWeight[distance]! * (word.text[0] === text[0] ? 1 : otherFirstLetter);
    return word.term === undefined
      ? []
      : { term: word.term, weight, by: "spelling", corrected: word };
  });
}

/** `filesystem` matches `file` and `system` if nothing else matches it. */
function partsOf(text: string, { lexicon }: Language): Answer[] {
  for (let cut = shortestPart; cut <= text.length - shortestPart; cut++) {
    const terms = [text.slice(0, cut), text.slice(cut)].map((part) => lexicon.wordFor(part).term);
    const [first, second] = terms;
    if (first === undefined || second === undefined) continue;
    if (first.tools === 0 || second.tools === 0) continue;
    return [first, second].map((term) => ({ term, weight: compoundWeight, by: "compound" }));
  }
  return [];
}

/**
 * Text in scripts without spaces is indexed by pairs of characters, so a single character matches the pairs that
 * contain it.
 */
function pairsWith(character: string, { lexicon }: Language): Answer[] {
  const answers = new Map<Term, Answer>();
  for (const { text, term } of lexicon.words()) {
    if (text.length !== 2 || !isUnspaced(text) || !text.includes(character)) continue;
    if (term === undefined || term.tools === 0) continue;
    answers.set(term, { term, weight: compoundWeight, by: "compound" });
  }
  return [...answers.values()].toSorted((a, b) => b.term.tools - a.term.tools).slice(0, maxPairs);
}

/** Somebody who logs `into` an account needs a `login`. */
const particles: ReadonlyMap<string, string> = new Map([
  ["into", "in"],
  ["onto", "on"],
]);

/** `file system` matches `filesystem`. */
function compounds(text: string, { before, after }: Neighbours, { lexicon }: Language): Answer[] {
  const joined = [
    ...before.map((other) => other + text),
    ...after.map((other) => text + (particles.get(other) ?? other)),
  ];
  return joined.flatMap((compound) => {
    const { term } = lexicon.wordFor(compound);
    return term && term.tools > 0 ? { term, weight: compoundWeight, by: "compound" } : [];
  });
}
