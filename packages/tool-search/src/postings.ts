import { Index } from "flexsearch";
import type { Term } from "./lexicon.ts";
import type { WeighedTerm } from "./weigh-words.ts";

/** The tools that have a term, by slot; see `strengths`. */
export type PostingLists = readonly (readonly number[] | undefined)[];

/** For each term the tools that have it. FlexSearch holds the lists. */
export interface Postings {
  add(tool: number, terms: readonly WeighedTerm[]): void;
  remove(tool: number): void;
  find(term: Term): PostingLists;
}

/** Strengths are rounded to so many steps. */
const steps = 30;
const none: PostingLists = [];

/** Of each slot how strongly its terms speak for their tools; slots below `nameSlots` hold terms of names. */
export const strengths: readonly number[] = Array.from(
  { length: 2 * steps },
  (_, slot) => 1 - ((slot % steps) + 0.5) / steps,
);
export const nameSlots: number = steps;

/**
 * FlexSearch keeps the tools of a term in slots, the best first, and its own score is the slot. Here the
 * slot says how strongly the term speaks for the tool, in `steps` steps, twice: for terms of a tool's
 * name and for others. So one lookup gives what is needed to add up a score over all terms of a query.
 */
export function createPostings(): Postings {
  const termsOf = new Map<number, readonly Term[]>();
  let adding: readonly WeighedTerm[] = [];
  const index = new Index({
    fastupdate: true,
    resolve: false,
    // What is added is a list of terms already; a query is one term.
    encode: (text: string) => (adding.length > 0 ? adding.map(({ term }) => term.stem) : [text]),
    score: (_terms, _term, position) => slotOf(adding[position]!),
  });

  return {
    add(tool, terms) {
      if (terms.length === 0) return;
      adding = terms;
      index.add(tool, "terms");
      adding = [];
      const added = terms.map(({ term }) => term);
      for (const term of added) term.tools++;
      termsOf.set(tool, added);
    },
    remove(tool) {
      index.remove(tool);
      for (const term of termsOf.get(tool) ?? []) term.tools--;
      termsOf.delete(tool);
    },
    find(term) {
      const lists: unknown = index.search({ query: term.stem, resolve: false }).result;
      return Array.isArray(lists) ? lists : none;
    },
  };
}

function slotOf({ strength, inName }: WeighedTerm): number {
  const step = Math.min(steps - 1, Math.floor((1 - strength) * steps));
  return inName ? step : steps + step;
}
