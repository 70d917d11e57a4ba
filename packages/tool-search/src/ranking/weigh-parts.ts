import type { IndexedTool } from "../catalog/indexed-tools.ts";
import { rarityOf } from "../catalog/rarity.ts";
import type { Need } from "../query/need.ts";
import type { Term } from "../words/lexicon.ts";

export interface WeighParts {
  /** The number of parts of the query. */
  readonly parts: number;
  /** The value that a tool adds for each part. A need counts once, by its best answer. */
  weigh(tool: IndexedTool): Float64Array;
  /** How much of what a tool answers, by parts, another tool answers as well, 0 to 1. */
  overlap(tool: IndexedTool, other: IndexedTool): number;
}

/** Each tool is read once. */
export function createWeighParts(
  needs: readonly Need[],
  collection: { readonly size: number },
): WeighParts {
  const parts = 1 + (needs.at(-1)?.part ?? 0);
  const known = new Map<IndexedTool, Float64Array>();
  const best = new Float64Array(needs.length);
  const asked = parts === 1 ? undefined : worthsByTerm(needs, collection);

  const weigh = (tool: IndexedTool): Float64Array => {
    let worths = known.get(tool);
    if (worths !== undefined) return worths;
    best.fill(0);
    for (const { term } of tool.words) {
      for (const { need, worth } of (term && asked?.get(term)) ?? []) {
        best[need] = Math.max(best[need]!, worth);
      }
    }
    known.set(tool, (worths = new Float64Array(parts)));
    for (const [need, { part }] of needs.entries()) worths[part]! += best[need]!;
    return worths;
  };

  return {
    parts,
    weigh,
    overlap(tool, other) {
      if (parts === 1) return 1;
      const [own, others] = [weigh(tool), weigh(other)];
      let [whole, both] = [0, 0];
      for (let part = 0; part < parts; part++) {
        whole += own[part]!;
        both += Math.min(own[part]!, others[part]!);
      }
      return whole > 0 ? both / whole : 1;
    },
  };
}

function worthsByTerm(
  needs: readonly Need[],
  collection: { readonly size: number },
): Map<Term, { need: number; worth: number }[]> {
  const asked = new Map<Term, { need: number; worth: number }[]>();
  for (const [need, { answers, weight }] of needs.entries()) {
    for (const { term, weight: fitting } of answers) {
      const one = { need, worth: rarityOf(term, collection) * fitting * weight };
      const others = asked.get(term);
      if (others === undefined) asked.set(term, [one]);
      else others.push(one);
    }
  }
  return asked;
}
