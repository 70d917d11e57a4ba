/** Bends shares of points so that a score is near the chance, as measured, that the hit is right. */
const bend = 0.4;

/**
 * The score of a hit, 0 to 1, from the share it has of the attainable points. Even a good hit has only
 * a third of them: all would go to a tool that says nothing but the query's words.
 */
export function rate(points: number, attainable: number): number {
  return attainable > 0 ? Math.min(1, points / attainable) ** bend : 0;
}
