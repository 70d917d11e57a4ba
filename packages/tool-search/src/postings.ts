import { Index } from "flexsearch";
import type { Term } from "./lexicon.ts";
import type { WeighedTerm } from "./weigh-words.ts";

/** A tool with its terms. */
export interface Entry {
  tool: number;
  terms: readonly WeighedTerm[];
}

/** For each term the tools that have it. FlexSearch holds the lists. */
export interface Postings {
  add(entries: readonly Entry[]): void;
  remove(tool: number): void;
  /** A number for each tool that has the term: see `toolOf` and `slotOf`. */
  find(term: Term): readonly number[];
}

/** Strengths are rounded to so many steps. */
const steps = 30;
/** A posting is the tool's number and, in its last bits, a slot. */
const slotBits = 6;
const slotMask: number = (1 << slotBits) - 1;
const none: readonly number[] = [];

/** Of each slot how strongly its terms speak for their tools; slots below `nameSlots` hold terms of names. */
export const strengths: readonly number[] = Array.from(
  { length: 2 * steps },
  (_, slot) => 1 - ((slot % steps) + 0.5) / steps,
);
export const nameSlots: number = steps;

export function toolOf(posting: number): number {
  return posting >> slotBits;
}

/** How strongly the term speaks for the tool, in `steps` steps, twice: for terms of the tool's name and for others. */
export function slotOf(posting: number): number {
  return posting & slotMask;
}

/**
 * FlexSearch's own ids are postings here, so one lookup gives what is needed to add up a score over all terms
 * of a query. Its `add` looks for repeated terms and notes each posting a second time, which takes longer than
 * all else; a tool's terms differ and are known, so the lists go in as they come from an export.
 */
export function createPostings(): Postings {
  const added = new Map<number, { terms: readonly Term[]; postings: readonly number[] }>();
  const index = new Index({ resolve: false, encode: (term: string) => [term] });

  const find = (term: Term): number[] | undefined => {
    const lists: unknown = index.search({ query: term.stem, resolve: false }).result;
    return Array.isArray(lists) ? lists[0] : undefined;
  };
  const store = (lists: readonly (readonly [string, readonly number[][]])[]): void => {
    // Its declarations know the text of an export only; it takes the parsed form as well.
    const load = index.import.bind(index) as (key: string, data: unknown) => void;
    load("map", lists);
  };

  return {
    add(entries) {
      const lists = new Map<Term, number[]>();
      for (const { tool, terms } of entries) {
        const postings = terms.map((weighed) => (tool << slotBits) | slotFor(weighed));
        for (const [place, { term }] of terms.entries()) {
          let list = lists.get(term);
          if (list === undefined) lists.set(term, (list = find(term) ?? []));
          list.push(postings[place]!);
          term.tools++;
        }
        added.set(tool, { terms: terms.map(({ term }) => term), postings });
      }
      store(Array.from(lists, ([term, list]) => [term.stem, [list]]));
    },
    remove(tool) {
      const { terms, postings } = added.get(tool)!;
      for (const [which, term] of terms.entries()) {
        term.tools--;
        const list = find(term)!;
        const place = list.indexOf(postings[which]!);
        const last = list.pop()!;
        if (place < list.length) list[place] = last;
      }
      added.delete(tool);
    },
    find: (term) => find(term) ?? none,
  };
}

function slotFor({ strength, inName }: WeighedTerm): number {
  const step = Math.min(steps - 1, Math.floor((1 - strength) * steps));
  return inName ? step : steps + step;
}
