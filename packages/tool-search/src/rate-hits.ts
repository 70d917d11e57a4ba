import { plainName } from "./plain-name.ts";

interface Hit<Tool> {
  tool: Tool;
  name: string;
  points: number;
  /** Whether the query calls it by its name. */
  isNamed: boolean;
}

/** Being further ahead than this says no more. */
const mostLead = 4.5;
/** So many hits are looked at as rivals. */
const mostRivals = 30;

/**
 * The score of each hit, 0 to 1: the chance that it is right. Its odds are the share of the attainable points, times
 * the number of words, since the same share means more in a long query, times the square of its lead over its
 * strongest rival. Fitted, these come out near 1, 1 and 2. A tool of the same name on another server does the
 * same and is no rival; one that answers another part of the query is a rival as far as it answers this one too;
 * a tool that is called by its name has none.
 */
export function rateHits<Tool>(
  ranked: readonly Hit<Tool>[],
  attainable: number,
  words: number,
  overlap: (tool: Tool, rival: Tool) => number,
): number[] {
  const names = ranked.map(({ name }) => plainName(name));
  const rivals = ranked.slice(0, mostRivals);
  return ranked.map((hit, index) => {
    let strongest = 0;
    for (const [place, rival] of rivals.entries()) {
      if (rival.points <= strongest || names[place] === names[index]) continue;
      strongest = Math.max(strongest, rival.points * overlap(hit.tool, rival.tool));
    }
    const lead = hit.isNamed ? mostLead : Math.min(mostLead, hit.points / strongest);
    const share = hit.isNamed ? 1 : Math.min(1, hit.points / attainable);
    const odds = share * Math.max(1, words) * lead ** 2;
    return odds / (1 + odds);
  });
}
