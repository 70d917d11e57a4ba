import type { Evidence, EvidenceName, EvidenceWeights } from "./evidence.ts";
import type { Need } from "./read-query.ts";
import { rarityOf, type Collection } from "./score-tools.ts";
import type { ScorePart } from "./types.ts";
import { shareAmongPlaces } from "./weigh-words.ts";

export interface Explained {
  id: number;
  score: number;
  evidence: Evidence;
}

export interface Explaining {
  collection: Collection;
  weights: EvidenceWeights;
}

/** Divides a hit's score among the words of the query, and each word's part among its places. */
export function explainScore(
  hit: Explained,
  needs: readonly Need[],
  { collection, weights }: Explaining,
): ScorePart[] {
  const parts = needs.flatMap((need) => partOf(need, hit.id, collection) ?? []);
  const whole = parts.reduce((sum, { score }) => sum + score, 0);
  return parts
    .map((part) => {
      const score = (part.score / whole) * hit.score;
      const shares = shareAmongPlaces(part.matched, hit.evidence, weights);
      return { ...part, score, evidence: multiply(shares, score) };
    })
    .toSorted((a, b) => b.score - a.score);
}

function partOf(
  { word, weight, answers }: Need,
  tool: number,
  collection: Collection,
): Omit<ScorePart, "evidence"> | undefined {
  let best: Omit<ScorePart, "evidence"> | undefined;
  for (const { term, by, weight: fitting } of answers) {
    const posting = collection.postings.find(term).find(({ tools }) => tools.includes(tool));
    const score = (posting?.strength ?? 0) * rarityOf(term, collection) * fitting * weight;
    if (score > (best?.score ?? 0)) best = { word, matched: term, by, score };
  }
  return best;
}

function multiply(
  shares: Partial<Record<EvidenceName, number>>,
  factor: number,
): Partial<Record<EvidenceName, number>> {
  return Object.fromEntries(Object.entries(shares).map(([name, share]) => [name, share * factor]));
}
