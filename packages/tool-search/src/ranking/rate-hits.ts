import { ownName } from "../names/plain-name.ts";

interface Hit<Tool> {
  tool: Tool;
  server: string;
  name: string;
  points: number;
  /** Whether the query mentions the tool by its name. */
  isNamed: boolean;
}

/** The maximum lead that counts. */
const mostLead = 4.5;
/** The lead of a tool that is mentioned by its name. */
const leadOfNamed = 6;
/**
 * The share that a rival is assumed to have by chance, even if there is none: a weak hit's lead over nothing means
 * little.
 */
const chanceShare = 0.02;
// Fitted on half of the labelled sets; hits for queries that no tool of a catalog answers counted as wrong. See
// bench/search.
const evenOdds = 1.8;
const leadInfluence = 1.5;
const lengthInfluence = 0.75;
/** The number of hits that are considered as rivals. */
const mostRivals = 30;

/**
 * The score of each hit, 0 to 1: the probability that it is right. Its odds grow with the share of the attainable
 * points, with its lead over its strongest rival, and with the number of words, since the same share means more in a
 * long query. A tool of the same name on another server does the same and is not a rival; a tool that answers another
 * part of the query is a rival as far as it also answers this one; a tool that is mentioned by its name has no rivals.
 */
export function rateHits<Tool>(
  ranked: readonly Hit<Tool>[],
  attainable: number,
  words: number,
  overlap: (tool: Tool, rival: Tool) => number,
): number[] {
  const names = ranked.map(({ server, name }) => ownName(server, name));
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
