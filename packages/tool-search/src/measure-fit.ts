/**
 * A logistic curve over the share of the attainable points and the number of words asked for: where it is
 * half, how fast it changes, and how much more the same share means in a long query than in a short one.
 */
const evenShare = 0.28;
const steepness = 1.6;
const lengthInfluence = 0.9;

/**
 * How well a tool fits a query by itself, 0 to 1: what hits are chosen by. Even a good hit has only a tenth of
 * the attainable points: all would go to a tool that says nothing but the query's words.
 */
export function measureFit(points: number, attainable: number, words: number): number {
  const share = attainable > 0 ? Math.min(1, points / attainable) : 0;
  const evidence = share * words ** lengthInfluence;
  return evidence > 0 ? 1 / (1 + (evenShare / evidence) ** steepness) : 0;
}
