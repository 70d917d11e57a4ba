import {
  evidenceNames,
  type Evidence,
  type EvidenceName,
  type EvidenceWeights,
} from "./evidence.ts";
import type { Term } from "./lexicon.ts";

/** A term of a tool. */
export interface WeighedTerm {
  readonly term: Term;
  /** How strongly it speaks for the tool, 0 to 1. */
  readonly strength: number;
  /** Whether it is part of the tool's name. */
  readonly inName: boolean;
}

/** Term saturation of BM25F (Robertson and Zaragoza, 2009): how soon more of the same word adds little. */
const saturation = 1;
const lengthInfluence = 0.3;
/** Words of a usual text: in longer ones each counts less, in shorter ones more. */
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

interface Weighing {
  term: Term;
  strength: number;
  inName: boolean;
  /** The place that was read last, and how often the term was counted in it. */
  place: EvidenceName;
  count: number;
}

export type WeighWords = (evidence: Evidence) => readonly WeighedTerm[];

/** Weighs every term of a tool. */
export function createWeighWords(weights: EvidenceWeights): WeighWords {
  let weigher = 0;
  return (evidence) => {
    const weighed: Weighing[] = [];
    weigher++;
    for (const place of evidenceNames) {
      const words = evidence[place];
      if (weights[place] <= 0 || words.length === 0) continue;
      const amount = amountOf(place, words.length, weights);
      const most = mostCounted(place);
      const inName = place === "name";
      for (const { term } of words) {
        if (term === undefined) continue;
        if (term.weigher !== weigher) {
          term.weigher = weigher;
          term.weighed = weighed.push({ term, strength: amount, inName, place, count: 1 }) - 1;
          continue;
        }
        const known = weighed[term.weighed]!;
        known.count = known.place === place ? known.count + 1 : 1;
        known.place = place;
        known.inName ||= inName;
        if (known.count <= most) known.strength += amount;
      }
    }
    for (const term of weighed) term.strength /= term.strength + saturation;
    return weighed;
  };
}

/** The places that have the term, each with its share of the term's strength; shares add up to 1. */
export function shareAmongPlaces(
  term: Term,
  evidence: Evidence,
  weights: EvidenceWeights,
): Partial<Record<EvidenceName, number>> {
  const shares: Partial<Record<EvidenceName, number>> = {};
  let whole = 0;
  for (const place of evidenceNames) {
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

/** How often a word counts in one place. */
function mostCounted(place: EvidenceName): number {
  return place === "description" ? 3 : 2;
}
