import { Index, type Resolver } from "flexsearch";

/** The tools that have a word in the same places: `places` is what `add` was given. */
export interface Posting {
  places: number;
  tools: readonly number[];
}

/** For each term the tools that have it, and where in them it stands. FlexSearch holds the lists. */
export interface Postings {
  add(tool: number, terms: ReadonlyMap<string, number>): void;
  remove(tool: number): void;
  find(term: string): Posting[];
  /** Number of tools that have the term. */
  frequency(term: string): number;
}

/**
 * FlexSearch sorts the tools of a term into slots, by a score. Here a slot stands for one combination
 * of places, so that one lookup gives the evidence itself instead of an order made of it.
 */
export function createPostings(): Postings {
  const slots = new Map<number, number>();
  const places: number[] = [];
  const frequencies = new Map<string, number>();
  const termsOf = new Map<number, string[]>();
  let adding: ReadonlyMap<string, number> = new Map();

  const slotOf = (combination: number): number => {
    let slot = slots.get(combination);
    if (slot === undefined) {
      slot = places.push(combination) - 1;
      slots.set(combination, slot);
    }
    return slot;
  };
  const index = new Index({
    fastupdate: true,
    encode: (text: string) => text.split("\n"),
    score: (_content, term) => slotOf(adding.get(term) ?? 0),
  });

  return {
    add(tool, terms) {
      if (terms.size === 0) return;
      adding = terms;
      const list = [...terms.keys()];
      index.add(tool, list.join("\n"));
      termsOf.set(tool, list);
      for (const term of list) frequencies.set(term, (frequencies.get(term) ?? 0) + 1);
    },
    remove(tool) {
      index.remove(tool);
      for (const term of termsOf.get(tool) ?? []) {
        const left = (frequencies.get(term) ?? 0) - 1;
        if (left > 0) frequencies.set(term, left);
        else frequencies.delete(term);
      }
      termsOf.delete(tool);
    },
    find(term) {
      const found: Posting[] = [];
      const resolver = index.search({ query: term, resolve: false }) as unknown as Resolver;
      const lists = resolver.result as unknown as (number[] | undefined)[];
      for (const [slot, tools] of lists.entries()) {
        if (tools !== undefined && tools.length > 0) found.push({ places: places[slot]!, tools });
      }
      return found;
    },
    frequency: (term) => frequencies.get(term) ?? 0,
  };
}
