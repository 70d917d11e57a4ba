import type { IndexedTool } from "../catalog/indexed-tools.ts";
import type { WeighParts } from "./weigh-parts.ts";

/** The share of its value that a tool loses for a part of the query that earlier hits already answer. */
const answered = 0.5;

interface Hit {
  tool: IndexedTool;
  fit: number;
}

/**
 * Orders the first `count` hits so that each part of a query gets a tool, as in "Find the file. Then send it by mail.":
 * repeatedly takes the hit that adds most, where a part that is already answered counts less (as in xQuAD, Santos,
 * Macdonald and Ounis, WWW 2010). A query with one part keeps its order. Afterwards no hit has a better fit than a hit
 * before it.
 */
export function coverParts<One extends Hit>(
  hits: readonly One[],
  count: number,
  { parts, weigh }: WeighParts,
): One[] {
  if (parts === 1 || hits.length < 2) return [...hits];
  const worths = hits.map(({ tool }) => weigh(tool));
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
    // In the order of their fit, so that later hits cannot have a higher value.
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
