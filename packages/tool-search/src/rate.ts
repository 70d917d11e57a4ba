/**
 * A logistic curve over the share of the attainable points and the number of words asked for, as measured:
 * where every second hit is right, how fast that changes, and how much more the same share means in a long
 * query than in a short one.
 */
const evenShare = 0.28;
const steepness = 1.6;
const lengthInfluence = 0.9;

/**
 * The score of a hit, 0 to 1: the chance that it is right. Even a good hit has only a tenth of the
 * attainable points: all would go to a tool that says nothing but the query's words.
 */
export function rate(points: number, attainable: number, words: number): number {
  const share = attainable > 0 ? Math.min(1, points / attainable) : 0;
  const evidence = share * words ** lengthInfluence;
  return evidence > 0 ? 1 / (1 + (evenShare / evidence) ** steepness) : 0;
}
