import type { IndexedTool } from "./catalog.ts";
import type { Term } from "./lexicon.ts";
import { rarityOf } from "./rarity.ts";
import type { Need } from "./read-query.ts";

/** What a tool loses of its worth for a part of the query that is answered by hits before it. */
const answered = 0.5;

interface Hit {
  tool: IndexedTool;
  fit: number;
}

/**
 * Orders the first `count` hits so that each part of a query gets its tool, as in "Find the file. Then send
 * it by mail.": one after the other the hit that adds most, where a part that is answered already counts less
 * (as in xQuAD, Santos, Macdonald and Ounis, WWW 2010). A query of one part keeps its order. None fits better
 * from then on than a hit before it.
 */
export function coverParts<One extends Hit>(
  hits: readonly One[],
  needs: readonly Need[],
  count: number,
  collection: { readonly size: number },
): One[] {
  const parts = 1 + (needs.at(-1)?.part ?? 0);
  if (parts === 1 || hits.length < 2) return [...hits];
  const worths = worthsByPart(hits, needs, parts, collection);
  const most = new Float64Array(parts);
  for (const worth of worths) {
    for (let part = 0; part < parts; part++) most[part] = Math.max(most[part]!, worth[part]!);
  }
  const covered = new Float64Array(parts);
  const left = new Set(hits.keys());
  const order: number[] = [];
  while (order.length < count && left.size > 0) {
    const next = mostAdding(hits, left, worths, covered);
    left.delete(next);
    order.push(next);
    for (let part = 0; part < parts; part++) {
      const share = most[part]! > 0 ? worths[next]![part]! / most[part]! : 0;
      covered[part] = Math.max(covered[part]!, share);
    }
  }
  let least = 1;
  return [...order, ...left].map((index) => {
    const hit = hits[index]!;
    least = Math.min(least, hit.fit);
    return { ...hit, fit: least };
  });
}

function mostAdding(
  hits: readonly Hit[],
  left: ReadonlySet<number>,
  worths: readonly Float64Array[],
  covered: Float64Array,
): number {
  let best = -1;
  let highest = -1;
  for (const index of left) {
    const { fit } = hits[index]!;
    // In the order of their fit, so that the others cannot be worth more.
    if (fit <= highest) break;
    const worth = worths[index]!;
    let [whole, lost] = [0, 0];
    for (let part = 0; part < covered.length; part++) {
      whole += worth[part]!;
      lost += worth[part]! * covered[part]!;
    }
    const value = whole > 0 ? fit * (1 - (answered * lost) / whole) : fit;
    if (value > highest) [best, highest] = [index, value];
  }
  return best;
}

/** Of each hit what it answers of each part. A need counts once, by its best answer. */
function worthsByPart(
  hits: readonly Hit[],
  needs: readonly Need[],
  parts: number,
  collection: { readonly size: number },
): Float64Array[] {
  const asked = new Map<Term, { need: number; worth: number }[]>();
  for (const [need, { answers, weight }] of needs.entries()) {
    for (const { term, weight: fitting } of answers) {
      const one = { need, worth: rarityOf(term, collection) * fitting * weight };
      const known = asked.get(term);
      if (known === undefined) asked.set(term, [one]);
      else known.push(one);
    }
  }
  const best = new Float64Array(needs.length);
  return hits.map(({ tool }) => {
    best.fill(0);
    for (const { term } of tool.words) {
      const answers = term && asked.get(term);
      if (answers === undefined) continue;
      for (const { need, worth } of answers) best[need] = Math.max(best[need]!, worth);
    }
    const worths = new Float64Array(parts);
    for (const [need, { part }] of needs.entries()) worths[part]! += best[need]!;
    return worths;
  });
}
