import type { Evidence, EvidenceName, EvidenceWeights } from "./evidence.ts";
import { rarityOf } from "./rarity.ts";
import type { Need } from "./read-query.ts";
import type { Collection } from "./score-tools.ts";
import type { ScorePart } from "./types.ts";
import { shareAmongPlaces } from "./weigh-words.ts";
import type { Hit } from "./with-similar.ts";

export interface Explaining {
  collection: Collection;
  weights: EvidenceWeights;
}

/** Divides a hit's score among the words of the query, and each word's part among its places. */
export function explainScore(
  { tool, score, wordScore }: Hit,
  evidence: Evidence,
  needs: readonly Need[],
  { collection, weights }: Explaining,
): ScorePart[] {
  const found = needs.flatMap((need) => partOf(need, tool.id, collection) ?? []);
  const whole = found.reduce((sum, part) => sum + part.score, 0);
  const byWords = Math.min(score, wordScore);
  const parts = found.map((part): ScorePart => {
    const share = (part.score / whole) * byWords;
    const places = shareAmongPlaces(part.matched, evidence, weights);
    return { ...part, score: share, evidence: multiply(places, share) };
  });
  if (score > byWords) {
    parts.push({ word: "", matched: "", by: "embedding", evidence: {}, score: score - byWords });
  }
  return parts.toSorted((a, b) => b.score - a.score);
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
