import type { Collection } from "../catalog/collection.ts";
import { slotOf, strengths, toolOf } from "../catalog/postings.ts";
import { rarityOf } from "../catalog/rarity.ts";
import type { Evidence, EvidenceWeights } from "../evidence/evidence.ts";
import { shareAmongPlaces } from "../evidence/weigh-words.ts";
import type { Need } from "../query/need.ts";
import type { Hit } from "../ranking/hit.ts";
import type { EvidenceName, ScorePart } from "../types.ts";
import type { Term } from "../words/lexicon.ts";

export interface Explaining {
  collection: Collection;
  weights: EvidenceWeights;
}

/**
 * Splits a hit's score into the contributions of the query's words, and each contribution into those of the tool's
 * places.
 */
export function explainScore(
  { tool, name, score, wordScore, isNamed }: Hit,
  evidence: Evidence,
  needs: readonly Need[],
  { collection, weights }: Explaining,
): ScorePart[] {
  if (isNamed) return [{ word: name, matched: name, by: "name", evidence: { name: score }, score }];
  const found = needs.flatMap((need) => partOf(need, tool.id, collection) ?? []);
  const whole = found.reduce((sum, part) => sum + part.score, 0);
  const byWords = Math.min(score, wordScore);
  const parts = found.map((part): ScorePart => {
    const share = (part.score / whole) * byWords;
    const places = shareAmongPlaces(part.term, evidence, weights);
    const { word, term, by } = part;
    return { word, matched: term.stem, by, score: share, evidence: multiply(places, share) };
  });
  if (score > byWords) {
    parts.push({ word: "", matched: "", by: "embedding", evidence: {}, score: score - byWords });
  }
  return parts.toSorted((a, b) => b.score - a.score);
}

type Part = Pick<ScorePart, "word" | "by" | "score"> & { term: Term };

function partOf(
  { word, weight, answers }: Need,
  tool: number,
  collection: Collection,
): Part | undefined {
  let best: Part | undefined;
  for (const { term, by, weight: fitting } of answers) {
    const posting = collection.postings.find(term).find((one) => toolOf(one) === tool);
    const strength = posting === undefined ? 0 : strengths[slotOf(posting)]!;
    const score = strength * rarityOf(term, collection) * fitting * weight;
    if (score > (best?.score ?? 0)) best = { word, term, by, score };
  }
  return best;
}

function multiply(
  shares: Partial<Record<EvidenceName, number>>,
  factor: number,
): Partial<Record<EvidenceName, number>> {
  return Object.fromEntries(Object.entries(shares).map(([name, share]) => [name, share * factor]));
}
