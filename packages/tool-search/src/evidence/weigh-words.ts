import type { EvidenceName } from "../types.ts";
import type { Term } from "../words/lexicon.ts";
import { evidenceNames, type Evidence, type EvidenceWeights } from "./evidence.ts";

/**
 * Term saturation of BM25F (Robertson and Zaragoza, 2009): how quickly further occurrences of a word stop adding to its
 * strength.
 */
const saturation = 1;
const lengthInfluence = 0.3;
/** The number of words in a typical text: in longer texts each word counts less, in shorter ones more. */
const usualLength: Readonly<Record<EvidenceName, number>> = {
  server: 2,
  serverDescription: 15,
  name: 3,
  title: 3,
  summary: 12,
  description: 25,
  parameter: 5,
  parameterDescription: 40,
  value: 8,
  annotation: 1,
};

/** Weighs every term of a tool. The result is stored in their `weighing` until the next tool is weighed. */
export type WeighWords = (evidence: Evidence) => readonly Term[];

export function createWeighWords(weights: EvidenceWeights): WeighWords {
  let turn = 0;
  return (evidence) => {
    const weighed: Term[] = [];
    turn++;
    for (const [place, name] of evidenceNames.entries()) {
      const words = evidence[name];
      if (weights[name] <= 0 || words.length === 0) continue;
      const amount = amountOf(name, words.length, weights);
      const most = mostCounted(name);
      const inName = name === "name";
      const isTitle = name === "title";
      for (const { term } of words) {
        if (term === undefined) continue;
        const { weighing } = term;
        if (weighing.turn !== turn) {
          weighing.turn = turn;
          weighing.strength = amount;
          weighing.inName = inName;
          weighing.place = place;
          weighing.count = 1;
          weighed.push(term);
          continue;
        }
        // Many a title is the name once more, and a tool with one is no better than a tool without.
        if (isTitle && weighing.inName) continue;
        weighing.count = weighing.place === place ? weighing.count + 1 : 1;
        weighing.place = place;
        weighing.inName ||= inName;
        if (weighing.count <= most) weighing.strength += amount;
      }
    }
    for (const { weighing } of weighed) weighing.strength /= weighing.strength + saturation;
    return weighed;
  };
}

/** The places that contain the term, each with its share of the term's strength; the shares add up to 1. */
export function shareAmongPlaces(
  term: Term,
  evidence: Evidence,
  weights: EvidenceWeights,
): Partial<Record<EvidenceName, number>> {
  const shares: Partial<Record<EvidenceName, number>> = {};
  let whole = 0;
  for (const place of evidenceNames) {
    if (place === "title" && shares.name !== undefined) continue;
    const count = evidence[place].filter((word) => word.term === term).length;
    if (count === 0 || weights[place] <= 0) continue;
    const counted = Math.min(count, mostCounted(place));
    shares[place] = counted * amountOf(place, evidence[place].length, weights);
    whole += shares[place];
  }
  for (const place of evidenceNames) {
    if (shares[place] !== undefined) shares[place] /= whole;
  }
  return shares;
}

function amountOf(place: EvidenceName, length: number, weights: EvidenceWeights): number {
  return weights[place] / (1 - lengthInfluence + (lengthInfluence * length) / usualLength[place]);
}

/** How many occurrences of a word count in one place. */
function mostCounted(place: EvidenceName): number {
  return place === "description" ? 3 : 2;
}
