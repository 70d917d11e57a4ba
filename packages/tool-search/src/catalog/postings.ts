import { Index } from "flexsearch";
import type { Term, Weighing } from "../words/lexicon.ts";

/** For each term, the tools that contain it. FlexSearch stores the lists. */
export interface Postings {
  /** Adds a tool whose terms were weighed just before. New terms are found after `flush`. */
  add(tool: number, terms: readonly Term[]): void;
  flush(): void;
  /**
   * Removes the tools whose numbers are marked in `gone` from a term's list, and returns the number of postings that
   * were read.
   */
  remove(term: Term, gone: Uint8Array): number;
  /** A number for each tool that has the term: see `toolOf` and `slotOf`. */
  find(term: Term): readonly number[];
}

/** The number of steps to which strengths are rounded. */
const steps = 30;
/** A posting consists of the tool's number and, in its last bits, a slot. */
const slotBits = 6;
const slotMask: number = (1 << slotBits) - 1;
const none: readonly number[] = [];

/** For each slot, how strongly its terms indicate the tool; slots below `nameSlots` are for terms in names. */
export const strengths: Float64Array = Float64Array.from(
  { length: 2 * steps },
  (_, slot) => 1 - ((slot % steps) + 0.5) / steps,
);
export const nameSlots: number = steps;

export function toolOf(posting: number): number {
  return posting >> slotBits;
}

/** How strongly the term indicates the tool, in `steps` steps, twice: for terms in the tool's name and for others. */
export function slotOf(posting: number): number {
  return posting & slotMask;
}

/**
 * FlexSearch's own ids are postings here, so one lookup gives what is needed to add up a score over all terms
 * of a query; each list is looked up once and then stays at hand. FlexSearch's `add` looks for repeated terms
 * and notes each posting a second time, which takes longer than all else; a tool's terms differ and are known,
 * so the lists go in as they come from an export.
 */
export function createPostings(): Postings {
  const index = new Index({ resolve: false, encode: (term: string) => [term] });
  const added = new Map<Term, number[]>();

  const find = (term: Term): number[] | undefined => {
    if (term.postings !== undefined) return term.postings;
    const lists: unknown = index.search({ query: term.stem, resolve: false }).result;
    if (Array.isArray(lists)) term.postings = lists[0];
    return term.postings;
  };

  return {
    add(tool, terms) {
      for (const term of terms) {
        const posting = (tool << slotBits) | slotFor(term.weighing);
        let list = term.tools > 0 ? (added.get(term) ?? find(term)) : undefined;
        if (list === undefined) added.set(term, (list = []));
        list.push(posting);
        term.tools++;
      }
    },
    flush() {
      if (added.size === 0) return;
      // Its type declarations mention only the text of an export, but it also accepts the parsed form.
      const load = index.import.bind(index) as (key: string, data: unknown) => void;
      load(
        "map",
        Array.from(added, ([term, list]) => [term.stem, [list]]),
      );
      for (const term of added.keys()) term.postings = undefined;
      added.clear();
    },
    remove(term, gone) {
      const list = find(term);
      if (list === undefined) return 0;
      const { length } = list;
      let kept = 0;
      for (let place = 0; place < length; place++) {
        const posting = list[place]!;
        if (gone[posting >> slotBits] !== 1) list[kept++] = posting;
      }
      list.length = kept;
      term.tools -= length - kept;
      return length;
    },
    find: (term) => find(term) ?? none,
  };
}

function slotFor({ strength, inName }: Weighing): number {
  const step = Math.min(steps - 1, Math.floor((1 - strength) * steps));
  return inName ? step : steps + step;
}
