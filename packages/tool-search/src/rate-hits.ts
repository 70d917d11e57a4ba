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
/** The lead of what is called by its name. */
const leadOfNamed = 6;
/** The share that a rival has by chance, be there one or not: a lead over nothing says little of a weak hit. */
const chanceShare = 0.02;
// Fitted on half of the labelled sets, with queries that no tool of a catalog answers counted as wrong; see bench/search.
const evenOdds = 1.8;
const leadInfluence = 1.5;
const lengthInfluence = 0.75;
/** So many hits are looked at as rivals. */
const mostRivals = 30;

/**
 * The score of each hit, 0 to 1: the chance that it is right. Its odds grow with the share of the attainable points, with
 * its lead over its strongest rival, and with the number of words, since the same share means more in a long query.
 * A tool of the same name on another server does the same and is no rival; one that answers another part of the
 * query is a rival as far as it answers this one too; a tool that is called by its name has none.
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
    const least = Math.max(strongest, chanceShare * attainable);
    const lead = hit.isNamed ? leadOfNamed : Math.min(mostLead, hit.points / least);
    const share = hit.isNamed ? 1 : Math.min(1, hit.points / attainable);
    const length = Math.max(1, words);
    const odds = evenOdds * share * lead ** leadInfluence * length ** lengthInfluence;
    return odds / (1 + odds);
  });
}
