import { Index } from "flexsearch";
import type { WeighedTerm } from "./weigh-words.ts";

/** Tools that have a term equally strongly. */
export interface Posting {
  strength: number;
  /** Whether the term is part of the tools' names. */
  inName: boolean;
  tools: readonly number[];
}

/** For each term the tools that have it. FlexSearch holds the lists. */
export interface Postings {
  add(tool: number, terms: readonly WeighedTerm[]): void;
  remove(tool: number): void;
  find(term: string): Posting[];
  /** Number of tools that have the term. */
  frequency(term: string): number;
}

/** Strengths are rounded to so many steps. */
const steps = 30;

/**
 * FlexSearch keeps the tools of a term in slots, the best first, and its own score is the slot. Here the
 * slot says how strongly the term speaks for the tool, in `steps` steps, twice: for terms of a tool's
 * name and for others. So one lookup gives what is needed to add up a score over all terms of a query.
 */
export function createPostings(): Postings {
  const frequencies = new Map<string, number>();
  const termsOf = new Map<number, readonly string[]>();
  let adding: readonly WeighedTerm[] = [];
  const index = new Index({
    fastupdate: true,
    resolve: false,
    // What is added is a list of terms already; a query is one term.
    encode: (text: string) => (adding.length > 0 ? adding.map(({ term }) => term) : [text]),
    score: (_terms, _term, position) => slotOf(adding[position]!),
  });

  return {
    add(tool, terms) {
      if (terms.length === 0) return;
      adding = terms;
      index.add(tool, "terms");
      adding = [];
      termsOf.set(
        tool,
        terms.map(({ term }) => term),
      );
      for (const { term } of terms) frequencies.set(term, (frequencies.get(term) ?? 0) + 1);
    },
    remove(tool) {
      index.remove(tool);
      for (const term of termsOf.get(tool) ?? []) {
        const left = frequencies.get(term)! - 1;
        if (left > 0) frequencies.set(term, left);
        else frequencies.delete(term);
      }
      termsOf.delete(tool);
    },
    find(term) {
      const found: Posting[] = [];
      const lists: unknown = index.search({ query: term, resolve: false }).result;
      if (!Array.isArray(lists)) return found;
      for (let slot = 0; slot < lists.length; slot++) {
        const tools: readonly number[] | undefined = lists[slot];
        if (tools === undefined || tools.length === 0) continue;
        found.push({ strength: strengthOf(slot), inName: slot < steps, tools });
      }
      return found;
    },
    frequency: (term) => frequencies.get(term) ?? 0,
  };
}

function slotOf({ strength, inName }: WeighedTerm): number {
  const step = Math.min(steps - 1, Math.floor((1 - strength) * steps));
  return inName ? step : steps + step;
}

function strengthOf(slot: number): number {
  return 1 - ((slot % steps) + 0.5) / steps;
}
