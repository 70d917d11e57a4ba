import {
  evidenceNames,
  type Evidence,
  type EvidenceName,
  type EvidenceWeights,
} from "./evidence.ts";

/** A term of a tool. */
export interface WeighedTerm {
  readonly term: string;
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
  term: string;
  strength: number;
  inName: boolean;
  /** The place that was read last, and how often the term was counted in it. */
  place: EvidenceName;
  count: number;
}

/** Weighs every term of a tool. */
export function weighWords(evidence: Evidence, weights: EvidenceWeights): readonly WeighedTerm[] {
  const weighed = new Map<string, Weighing>();
  for (const place of evidenceNames) {
    const words = evidence[place];
    if (weights[place] <= 0 || words.length === 0) continue;
    const amount = amountOf(place, words.length, weights);
    const most = mostCounted(place);
    const inName = place === "name";
    for (const { term } of words) {
      if (term === undefined) continue;
      const known = weighed.get(term);
      if (known === undefined) {
        weighed.set(term, { term, strength: amount, inName, place, count: 1 });
        continue;
      }
      known.count = known.place === place ? known.count + 1 : 1;
      known.place = place;
      known.inName ||= inName;
      if (known.count <= most) known.strength += amount;
    }
  }
  const terms = [...weighed.values()];
  for (const term of terms) term.strength /= term.strength + saturation;
  return terms;
}

/** The places that have the term, each with its share of the term's strength; shares add up to 1. */
export function shareAmongPlaces(
  term: string,
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
  return place === "description" ? 3 : 1;
}
