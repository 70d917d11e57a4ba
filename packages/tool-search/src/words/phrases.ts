import { stem } from "./stem.ts";

/** Several words of a query that mean together what tools call otherwise. */
export interface Phrase {
  /** The stems of the tools' words. */
  meanings: ReadonlySet<string>;
  /** Whether it asks what a thing is, and does not name an action. */
  isQuestion: boolean;
}

/** Finds the phrases among the stems of successive words: each by the place of its first word. */
export type FindPhrases = (stems: readonly string[]) => ReadonlyMap<number, Phrase>;

interface Entry {
  /** The stems of the words after the first. */
  rest: readonly string[];
  meanings: readonly string[];
  /** How many other words may stand before each of the rest. */
  gap: number;
  isQuestion: boolean;
}

const gapInAction = 3;
const gapInQuestion = 2;
/** From a verb to what is asked of its subject: `is the garage of my house open`. */
const gapAfterVerb = 5;
const verbs = new Set(["is", "are", "has"]);

/** The lists have the form of `vocabulary/phrases.ts`. */
export function createFindPhrases(
  actions: readonly string[],
  questions: readonly string[],
): FindPhrases {
  const byFirst = new Map<string, Entry[]>();
  for (const [isQuestion, lines] of [[false, actions] as const, [true, questions] as const]) {
    for (const line of lines) {
      const [names = "", phrases = ""] = line.split(":");
      const meanings = names.trim().split(" ").map(stem);
      for (const phrase of phrases.split(";")) {
        const words = phrase.trim().split(" ");
        const [first = "", ...rest] = words.map(stem);
        const gap = isQuestion ? gapOf(words) : gapInAction;
        const entry = { rest, meanings, gap, isQuestion };
        byFirst.set(first, [...(byFirst.get(first) ?? []), entry]);
      }
    }
  }

  return (stems) => {
    const found = new Map<number, { meanings: Set<string>; isQuestion: boolean }>();
    for (const [index, one] of stems.entries()) {
      for (const { rest, meanings, gap, isQuestion } of byFirst.get(one) ?? []) {
        if (!follow(rest, gap, stems, index + 1)) continue;
        const phrase = found.get(index) ?? { meanings: new Set<string>(), isQuestion };
        found.set(index, phrase);
        for (const meaning of meanings) phrase.meanings.add(meaning);
      }
    }
    return found;
  };
}

/** `how far` stands together, in `how do I get from` and `is it open` words come in between. */
function gapOf([first = "", ...rest]: readonly string[]): number {
  if (verbs.has(first)) return gapAfterVerb;
  return rest.length > 1 ? gapInQuestion : 0;
}

function follow(
  words: readonly string[],
  gap: number,
  stems: readonly string[],
  start: number,
): boolean {
  let from = start;
  for (const word of words) {
    const place = stems.indexOf(word, from);
    if (place < 0 || place > from + gap) return false;
    from = place + 1;
  }
  return true;
}
