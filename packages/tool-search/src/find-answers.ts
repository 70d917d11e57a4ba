import { isUnspaced } from "./segment-words.ts";
import type { Lexicon, Term, Word } from "./lexicon.ts";
import type { Spelling } from "./spelling.ts";
import type { Thesaurus } from "./thesaurus.ts";
import type { MatchedBy } from "./types.ts";

/** An indexed term that can answer a word of the query, and how well. */
export interface Answer {
  term: Term;
  weight: number;
  by: MatchedBy;
  /** The mended word. */
  mended?: Word;
}

export interface Language {
  lexicon: Lexicon;
  spelling: Spelling | undefined;
  thesaurus: Thesaurus;
  /** What tools say for things that are named. */
  kinds: Thesaurus;
  /** English words for those of other languages. */
  translations: Thesaurus;
  /** Words that tell little of what is asked for. */
  light: ReadonlySet<string>;
  /** Whether URLs, paths and the like are told from the words that describe. */
  values: boolean;
}

/** The words that stand before and after one. */
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
const mendedWeight: readonly number[] = [1, 0.85, 0.6];
/** Few typing errors are in the first letter. */
const otherFirstLetter = 0.8;

/** All indexed terms that can answer a word, each once with its best weight; `asked` are the query's own terms. */
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
  const mended = uses > 0 ? [] : spelling.mend(text);
  if (mended.length === 0) return [asWritten];
  // The nearest is a stop word: so is this.
  if (mended[0]?.word.term === undefined) return [];
  return mended.flatMap(({ word, distance }) => {
    const weight = mendedWeight[distance]! * (word.text[0] === text[0] ? 1 : otherFirstLetter);
    return word.term === undefined ? [] : { term: word.term, weight, by: "spelling", mended: word };
  });
}

/** `filesystem` is answered by `file` and by `system`, if nothing else answers it. */
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

/** Text of scripts without spaces is indexed by pairs of characters, so one of them is answered by its pairs. */
function pairsWith(character: string, { lexicon }: Language): Answer[] {
  const answers = new Map<Term, Answer>();
  for (const { text, term } of lexicon.words()) {
    if (text.length !== 2 || !isUnspaced(text) || !text.includes(character)) continue;
    if (term === undefined || term.tools === 0) continue;
    answers.set(term, { term, weight: compoundWeight, by: "compound" });
  }
  return [...answers.values()].toSorted((a, b) => b.term.tools - a.term.tools).slice(0, maxPairs);
}

/** Who logs `into` an account needs a `login`. */
const particles: ReadonlyMap<string, string> = new Map([
  ["into", "in"],
  ["onto", "on"],
]);

/** `file system` is answered by `filesystem`. */
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
