interface Hit {
  name: string;
  points: number;
}

/** Being further ahead than this says no more. */
const mostLead = 4.5;

/**
 * The score of each hit, 0 to 1: the chance that it is right. Its odds are the share of the attainable points, times
 * the number of words, since the same share means more in a long query, times the square of its lead over its
 * strongest rival. Fitted, these come out within a few hundredths of 1, 1 and 2. A tool of the same name on
 * another server does the same and is no rival. The hits are in the order of their points, and their scores fall.
 */
export function rateHits(ranked: readonly Hit[], attainable: number, words: number): number[] {
  const [best] = ranked;
  if (best === undefined || attainable <= 0) return [];
  const name = plain(best.name);
  const second = ranked.find((hit) => plain(hit.name) !== name)?.points ?? 0;
  let least = 1;
  return ranked.map((hit) => {
    const rival = plain(hit.name) === name ? second : best.points;
    const lead = Math.min(mostLead, hit.points / rival);
    const odds = Math.min(1, hit.points / attainable) * words * lead ** 2;
    least = Math.min(least, odds / (1 + odds));
    return least;
  });
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "");
}
