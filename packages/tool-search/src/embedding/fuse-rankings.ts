/** Prevents first places from outweighing everything else; the usual value. */
const damping = 60;

/**
 * Reciprocal rank fusion (Cormack, Clarke and Büttcher, SIGIR 2009): each ranking gives 1 / (60 + place) to each of its
 * items. Best first; equal items in the order in which they were first listed.
 */
export function fuseRankings<Item>(rankings: readonly (readonly Item[])[]): Item[] {
  const sums = new Map<Item, number>();
  for (const ranking of rankings) {
    for (const [index, item] of ranking.entries()) {
      sums.set(item, (sums.get(item) ?? 0) + 1 / (damping + index + 1));
    }
  }
  return [...sums].toSorted(([, a], [, b]) => b - a).map(([item]) => item);
}
