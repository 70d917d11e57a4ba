import type { IndexedTool } from "../catalog/catalog.ts";
import type { Hit } from "../ranking/hit.ts";
import { measureFit } from "../ranking/measure-fit.ts";
import { rateHits } from "../ranking/rate-hits.ts";
import type { Similar } from "./semantic-ranking.ts";

/** By how much the logarithm of a tool's points grows for each standard deviation by which it is more similar than the average tool. */
const influence = 0.35;
/** The number of standard deviations that leaves the points as they are, chosen so that scores stay probabilities. */
const usualDeviations = 3;
/** What a tool without a word in common counts as: a share of the best hit's points, and of the attainable ones. */
const shareOfBest = 0.08;
const shareOfAttainable = 0.008;

export interface Fusing {
  /** The number of the most similar tools that are added to the hits. */
  count: number;
  /** The number of words that the query asks for. */
  words: number;
  /** As in `WeighParts`. */
  overlap: (tool: IndexedTool, rival: IndexedTool) => number;
}

/**
 * Fuses the hits by words with the most similar tools: a tool's points grow and shrink with its standardised similarity. A
 * clear lead in either counts, which it does not where only places are added up, and models whose similarities are all high or all low
 * count the same.
 */
export function withSimilar(
  hits: readonly Hit[],
  similar: readonly Similar[],
  { count, words, overlap }: Fusing,
): Hit[] {
  const deviations = standardize(similar);
  const byTool = new Map(hits.map((hit) => [hit.tool, hit]));
  for (const { tool } of similar.slice(0, count)) {
    if (!byTool.has(tool)) byTool.set(tool, withoutWords(tool));
  }
  const best = Math.max(0, ...hits.map(({ share }) => share));
  const least = Math.max(shareOfBest * best, shareOfAttainable);
  const ranked = Array.from(byTool.values(), (hit) => {
    const more = (deviations.get(hit.tool) ?? 0) - usualDeviations;
    return { ...hit, points: Math.max(least, hit.share) * Math.exp(influence * more) };
  }).toSorted((a, b) => Number(b.isNamed) - Number(a.isNamed) || b.points - a.points);
  const scores = rateHits(ranked, 1, words, overlap);
  return ranked.map(({ points, ...hit }, index) => {
    const fit = hit.isNamed ? 1 : measureFit(points, Math.max(1, words));
    return { ...hit, fit, score: scores[index]! };
  });
}

function withoutWords(tool: IndexedTool): Hit {
  const { server } = tool;
  const { name } = tool.tool;
  return { tool, server, name, share: 0, fit: 0, score: 0, wordScore: 0, isNamed: false };
}

/** By how many standard deviations each tool is more similar than the average one; 0 if all are alike. */
function standardize(similar: readonly Similar[]): Map<IndexedTool, number> {
  const mean = (of: (one: Similar) => number): number =>
    similar.reduce((sum, one) => sum + of(one), 0) / similar.length;
  const middle = mean(({ similarity }) => similarity);
  const spread = Math.sqrt(mean(({ similarity }) => (similarity - middle) ** 2));
  return new Map(
    similar.map(({ tool, similarity }) => [
      tool,
      spread > 1e-9 ? (similarity - middle) / spread : 0,
    ]),
  );
}
