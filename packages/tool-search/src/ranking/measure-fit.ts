/**
 * Parameters of a logistic curve over the share of the attainable points and the number of words in the query: where it
 * is one half, how steep it is, and how much more the same share means in a long query than in a short one.
 */
const evenShare = 0.28;
const steepness = 1.6;
const lengthInfluence = 0.9;

/**
 * How well a tool fits a query on its own, 0 to 1; hits are chosen by it. Even a good hit reaches only a tenth of the
 * attainable points: only a tool that contained nothing but the query's words would reach all.
 */
export function measureFit(share: number, words: number): number {
  const evidence = Math.min(1, share) * words ** lengthInfluence;
  return evidence > 0 ? 1 / (1 + (evenShare / evidence) ** steepness) : 0;
}
