import type { Language } from "../words/language.ts";
import type { Term, Word } from "../words/lexicon.ts";
import type { Phrase } from "../words/phrases.ts";
import { segmentWords } from "../words/segment-words.ts";
import { stem } from "../words/stem.ts";
import { findAnswers, type Answer } from "./find-answers.ts";
import { isQuestion } from "./is-question.ts";
import { readLiterals } from "./read-literals.ts";
import { splitParts } from "./split-parts.ts";

/** One word of the query with all terms that match it. */
export interface Need {
  word: string;
  weight: number;
  /** The number of the part of the query that contains it: 0 in a query that asks for one thing. */
  part: number;
  /** Whether that part is a question. */
  isAsked: boolean;
  /** Whether it follows `on`, `from` or a similar word, as the name of a server does. */
  isPlace: boolean;
  answers: readonly Answer[];
  /** The word as written, and as it may have been meant, with the probability. */
  forms: readonly Form[];
}

export interface Form {
  word: Word;
  weight: number;
}

interface Asked {
  text: string;
  word: Word;
}

export const maxQueryLength = 2_000;
const maxNeeds = 32;
const prepositions = new Set("at by from in inside into on through to using via with".split(" "));
const isNumber = /^\p{N}/u;
/** In each part the subject usually comes first: each word counts a little less than the one before. */
const decay = 0.06;
/** The weight of a word that says little about what is wanted. */
const lightWeight = 0.3;
/** The weight of a word in an address or a path, and of the words for such a value. */
const literalWeight = 0.3;
const kindWeight = 0.5;
/** The weight of the tools' words for an action in two words, and for what a question asks for. */
const actionWeight = 0.8;
const questionWeight = 0.5;

/** The words of a query that some term may match, in order, without duplicates. */
export function readQuery(query: string, language: Language): Need[] {
  const text = query.slice(0, maxQueryLength);
  const literals = readLiterals(language.values ? text : "");
  const all = splitParts(text).map((part) => ({
    isAsked: isQuestion(part),
    words: segmentWords(part).map((one): Asked => ({
      text: one,
      word: language.lexicon.wordFor(one),
    })),
  }));
  const counts = new Map<Term, number>();
  for (const { word } of all.flatMap(({ words }) => words)) {
    if (word.term) counts.set(word.term, (counts.get(word.term) ?? 0) + 1);
  }
  const needs: Need[] = [];
  const known = new Set<Term>();
  let part = 0;
  for (const { isAsked, words } of all) {
    const before = needs.length;
    const weighed = (worth: number): number => worth / (1 + decay * (needs.length - before));
    const stems = words.map(({ text: one, word }) => word.term?.stem ?? stem(one));
    const phrases = language.findPhrases(stems);
    for (const [index, { text: asked, word }] of words.entries()) {
      const { term } = word;
      if (needs.length >= maxNeeds) break;
      const phrase = phrases.get(index);
      const meant = phrase === undefined ? [] : meaningsOf(phrase, counts, language);
      const isAction = phrase?.isQuestion === false;
      if (meant.length > 0 && (!isAction || term === undefined)) {
        const weight = weighed(isAction ? actionWeight : questionWeight);
        needs.push({ ...nothingElse, word: asked, weight, part, isAsked, answers: meant });
      }
      if (term === undefined || known.has(term)) continue;
      const neighbours = {
        before: neighboursOf(words.slice(0, index).toReversed()),
        after: neighboursOf(words.slice(index + 1)),
      };
      const own = findAnswers(asked, neighbours, counts, language);
      const answers = isAction ? withMeanings(own, meant) : own;
      const worth = literals.words.has(asked)
        ? literalWeight
        : !isAction && isLight(asked, own, language)
          ? lightWeight
          : 1;
      const often = Math.sqrt(counts.get(term) ?? 1);
      const isPlace = prepositions.has(words[index - 1]?.text ?? "");
      known.add(term);
      needs.push({
        word: asked,
        weight: weighed(worth * often),
        part,
        isAsked,
        isPlace,
        answers,
        forms: formsOf(word, answers),
      });
    }
    if (needs.length > before) part++;
  }
  const last = Math.max(0, part - 1);
  const kinds = literals.kinds.flatMap((names) => kindNeed(names, last, known, language) ?? []);
  return [...needs, ...kinds];
}

/** Of a need that no single word of the query names. */
const nothingElse = { isPlace: false, forms: [] };

/** The tools' words for what several words of the query mean together, unless the query contains them itself. */
function meaningsOf(
  { meanings }: Phrase,
  asked: ReadonlyMap<Term, number>,
  { lexicon }: Language,
): Answer[] {
  return [...meanings].flatMap((meaning): Answer[] => {
    const term = lexicon.term(meaning);
    if (term === undefined || term.tools === 0 || asked.has(term)) return [];
    return [{ term, weight: 1, by: "synonym" }];
  });
}

/** The answers of an action's first word, and those of the whole: `sign out` is answered by `sign`, but rather by `logout`. */
function withMeanings(own: readonly Answer[], meant: readonly Answer[]): Answer[] {
  const meanings = new Set(meant.map(({ term }) => term));
  const others = own.filter(({ term }) => !meanings.has(term));
  return [...others, ...meant.map((answer) => ({ ...answer, weight: actionWeight }))];
}

/** As written, or as meant if no tool contains the written form. */
function isLight(asked: string, answers: readonly Answer[], { light }: Language): boolean {
  return (
    light.has(asked) || answers.some(({ corrected }) => corrected && light.has(corrected.text))
  );
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

/**
 * The next word, even if it is a stop word, and the next word that is not one: `log in` and `base 64` are written as
 * one word elsewhere, as is `map of the mind`.
 */
function neighboursOf(words: readonly Asked[]): string[] {
  const next = words.slice(0, 1);
  const telling = words.find(({ text, word }) => word.term !== undefined || isNumber.test(text));
  if (telling !== undefined && telling !== next[0]) next.push(telling);
  return next.map(({ text }) => text);
}

function formsOf(word: Word, answers: readonly Answer[]): Form[] {
  const forms: Form[] = [{ word, weight: 1 }];
  for (const { corrected, weight } of answers)
    if (corrected) forms.push({ word: corrected, weight });
  return forms;
}
