import type { Lexicon } from "./lexicon.ts";
import type { Spelling } from "./spelling.ts";
import type { Thesaurus } from "./thesaurus.ts";
import type { MatchedBy } from "./types.ts";

/** An indexed term that can answer a word of the query, and how well. */
export interface Answer {
  term: string;
  weight: number;
  by: MatchedBy;
}

export interface Language {
  lexicon: Lexicon;
  /** Whether any tool has the term. */
  isIndexed(term: string): boolean;
  spelling: Spelling | undefined;
  thesaurus: Thesaurus;
}

export interface Neighbours {
  before: string | undefined;
  after: string | undefined;
}

const synonymWeight = 0.4;
const compoundWeight = 0.8;
const shortestPart = 4;
const mendedWeight: readonly number[] = [1, 0.85, 0.6];
/** Few typing errors are in the first letter. */
const otherFirstLetter = 0.8;

/** All indexed terms that can answer a word, each once with its best weight; `asked` are the query's own terms. */
export function findAnswers(
  word: string,
  neighbours: Neighbours,
  asked: ReadonlyMap<string, number>,
  language: Language,
): Answer[] {
  const best = new Map<string, Answer>();
  const offer = (answer: Answer): void => {
    if (!language.isIndexed(answer.term)) return;
    if ((best.get(answer.term)?.weight ?? 0) < answer.weight) best.set(answer.term, answer);
  };
  for (const answer of [...ownAnswers(word, language), ...compounds(word, neighbours, language)]) {
    offer(answer);
    for (const term of language.thesaurus(answer.term)) {
      if (!asked.has(term)) offer({ term, weight: answer.weight * synonymWeight, by: "synonym" });
    }
  }
  return best.size > 0 ? [...best.values()] : partsOf(word, language);
}

function ownAnswers(text: string, { lexicon, isIndexed, spelling }: Language): Answer[] {
  const { term, uses } = lexicon.wordFor(text);
  if (term === undefined) return [];
  const asWritten: Answer = { term, weight: 1, by: "word" };
  if (isIndexed(term) || spelling === undefined) return [asWritten];
  const mended = uses > 0 ? [] : spelling.mend(text);
  if (mended.length === 0) return [asWritten];
  // The nearest is a stop word: so is this.
  if (mended[0]?.word.term === undefined) return [];
  return mended.flatMap(({ word, distance }) => {
    const weight = mendedWeight[distance]! * (word.text[0] === text[0] ? 1 : otherFirstLetter);
    return word.term === undefined ? [] : { term: word.term, weight, by: "spelling" };
  });
}

/** `filesystem` is answered by `file` and by `system`, if nothing else answers it. */
function partsOf(text: string, { lexicon, isIndexed }: Language): Answer[] {
  for (let cut = shortestPart; cut <= text.length - shortestPart; cut++) {
    const terms = [text.slice(0, cut), text.slice(cut)].map((part) => lexicon.wordFor(part).term);
    const [first, second] = terms;
    if (first === undefined || second === undefined) continue;
    if (!isIndexed(first) || !isIndexed(second)) continue;
    return [first, second].map((term) => ({ term, weight: compoundWeight, by: "compound" }));
  }
  return [];
}

/** `file system` is answered by `filesystem`. */
function compounds(
  text: string,
  { before, after }: Neighbours,
  { lexicon, isIndexed }: Language,
): Answer[] {
  const joined = [before && before + text, after && text + after];
  return joined.flatMap((compound) => {
    const term = compound && lexicon.wordFor(compound).term;
    return term && isIndexed(term) ? { term, weight: compoundWeight, by: "compound" } : [];
  });
}
