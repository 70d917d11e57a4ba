import {
  evidenceNames,
  type Evidence,
  type EvidenceName,
  type EvidenceWeights,
} from "./evidence.ts";

/** How strongly each term speaks for a tool, 0 to 1, and which of them name it. */
export interface WeighedTerms {
  strengths: ReadonlyMap<string, number>;
  names: ReadonlySet<string>;
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

/** Weighs every term of a tool. */
export function weighWords(evidence: Evidence, weights: EvidenceWeights): WeighedTerms {
  const amounts = new Map<string, { amount: number; place: string; count: number }>();
  for (const place of evidenceNames) {
    const words = evidence[place];
    if (weights[place] <= 0 || words.length === 0) continue;
    const amount = amountOf(place, words.length, weights);
    for (const { term } of words) {
      if (term === undefined) continue;
      const known = amounts.get(term);
      if (known === undefined) amounts.set(term, { amount, place, count: 1 });
      else if (known.place !== place) {
        known.amount += amount;
        known.place = place;
        known.count = 1;
      } else if (known.count < mostCounted(place)) {
        known.amount += amount;
        known.count++;
      }
    }
  }
  const strengths = new Map<string, number>();
  for (const [term, { amount }] of amounts) strengths.set(term, amount / (amount + saturation));
  const names = new Set<string>();
  for (const { term } of evidence.name) if (term !== undefined) names.add(term);
  return { strengths, names };
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
