import type { Language } from "../words/language.ts";
import type { Term, Word } from "../words/lexicon.ts";
import type { Phrase } from "../words/phrases.ts";
import { stem } from "../words/stem.ts";
import { findAnswers, type Answer, type Neighbours } from "./find-answers.ts";
import { nothingElse, type Form, type Need } from "./need.ts";

/** A part of the query, which may need a tool of its own. */
export interface Part {
  isAsked: boolean;
  words: readonly AskedWord[];
}

/** A word as asked, and as the lexicon has it. */
export interface AskedWord {
  text: string;
  word: Word;
}

/** What the parts of a query have in common. */
export interface QueryContext {
  language: Language;
  /** The words of addresses and paths. */
  literals: ReadonlySet<string>;
  /** How often the query contains each of its terms. */
  counts: ReadonlyMap<Term, number>;
  /** The terms that were read. */
  known: Set<Term>;
}

const prepositions = new Set("at by from in inside into on through to using via with".split(" "));
const isNumber = /^\p{N}/u;
/** In each part the subject usually comes first: each word counts a little less than the one before. */
const decay = 0.06;
/** The weight of a word that says little about what is wanted. */
const lightWeight = 0.3;
/** The weight of a word in an address or a path. */
const literalWeight = 0.3;
/** The weight of the tools' words for an action in two words, and for what a question asks for. */
const actionWeight = 0.8;
const questionWeight = 0.5;

/** The needs of one part, about `room` at most. */
export function readPart(
  { isAsked, words }: Part,
  part: number,
  room: number,
  context: QueryContext,
): Need[] {
  const { language, counts, known } = context;
  const needs: Need[] = [];
  const weighed = (worth: number): number => worth / (1 + decay * needs.length);
  const phrases = language.findPhrases(
    words.map(({ text, word }) => word.term?.stem ?? stem(text)),
  );
  for (const [index, { text, word }] of words.entries()) {
    if (needs.length >= room) break;
    const { term } = word;
    const phrase = phrases.get(index);
    const meant = phrase === undefined ? [] : meaningsOf(phrase, counts, language);
    const isAction = phrase?.isQuestion === false;
    if (meant.length > 0 && (!isAction || term === undefined)) {
      const weight = weighed(isAction ? actionWeight : questionWeight);
      needs.push({ ...nothingElse, word: text, weight, part, isAsked, answers: meant });
    }
    if (term === undefined || known.has(term)) continue;
    known.add(term);
    const own = findAnswers(text, neighboursAt(words, index), counts, language);
    const answers = isAction ? withMeanings(own, meant) : own;
    const often = Math.sqrt(counts.get(term) ?? 1);
    needs.push({
      word: text,
      weight: weighed(worthOf(text, own, isAction, context) * often),
      part,
      isAsked,
      isPlace: prepositions.has(words[index - 1]?.text ?? ""),
      answers,
      forms: formsOf(word, answers),
    });
  }
  return needs;
}

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

function worthOf(
  text: string,
  answers: readonly Answer[],
  isAction: boolean,
  { literals, language }: QueryContext,
): number {
  if (literals.has(text)) return literalWeight;
  return !isAction && isLight(text, answers, language) ? lightWeight : 1;
}

/** As written, or as meant if no tool contains the written form. */
function isLight(asked: string, answers: readonly Answer[], { light }: Language): boolean {
  return (
    light.has(asked) || answers.some(({ corrected }) => corrected && light.has(corrected.text))
  );
}

function neighboursAt(words: readonly AskedWord[], index: number): Neighbours {
  return {
    before: neighboursOf(words.slice(0, index).toReversed()),
    after: neighboursOf(words.slice(index + 1)),
  };
}

/**
 * The next word, even if it is a stop word, and the next word that is not one: `log in` and `base 64` are written as
 * one word elsewhere, as is `map of the mind`.
 */
function neighboursOf(words: readonly AskedWord[]): string[] {
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
