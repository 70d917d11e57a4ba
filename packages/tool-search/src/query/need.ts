import type { Word } from "../words/lexicon.ts";
import type { Answer } from "./find-answers.ts";

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

/** Of a need that no single word of the query names. */
export const nothingElse: Pick<Need, "isPlace" | "forms"> = { isPlace: false, forms: [] };
