/** Turns points into a score from 0 to 1. */
export function rate(points: number, attainable: number): number {
  if (attainable <= 0) return 0;
  return points / attainable;
}
