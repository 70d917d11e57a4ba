import type { IndexedTool } from "../catalog/indexed-tools.ts";
import type { Hit } from "../ranking/hit.ts";
import { measureFit } from "../ranking/measure-fit.ts";
import { rateHits } from "../ranking/rate-hits.ts";
import type { Similar } from "./semantic-ranking.ts";

/**
 * Keeps first places from outweighing all others. The usual 60 makes all of the first places alike, so that a model that knows less
 * than the words takes their best hits down.
 */
const damping = 2;
/** How much a place by meaning counts beside one by words. */
const influence = 0.8;
/** By how much the logarithm of the points, of which scores are made, grows for each standard deviation of similarity. */
const pointsPerDeviation = 0.35;
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
 * Orders the hits by words and the most similar tools by reciprocal rank fusion (Cormack, Clarke and Büttcher, SIGIR 2009): each gets
 * 1 / (2 + place) for its place by words, and 0.8 times that for its place by meaning. Scores are made of the points for words, which
 * grow and shrink with the standardised similarity: models whose similarities are all high or all low count the same.
 */
export function withSimilar(
  hits: readonly Hit[],
  similar: readonly Similar[],
  { count, words, overlap }: Fusing,
): Hit[] {
  const most = similar.slice(0, count);
  const found = new Set(hits.map(({ tool }) => tool));
  const added = most.filter(({ tool }) => !found.has(tool)).map(({ tool }) => withoutWords(tool));
  const places = fusePlaces(hits, most);
  const deviations = standardize(similar);
  const best = Math.max(0, ...hits.map(({ share }) => share));
  const least = Math.max(shareOfBest * best, shareOfAttainable);
  const ranked = [...hits, ...added]
    .toSorted(
      (a, b) => Number(b.isNamed) - Number(a.isNamed) || places.get(b.tool)! - places.get(a.tool)!,
    )
    .map((hit) => {
      const more = (deviations.get(hit.tool) ?? 0) - usualDeviations;
      return { ...hit, points: Math.max(least, hit.share) * Math.exp(pointsPerDeviation * more) };
    });
  const scores = rateHits(ranked, 1, words, overlap);
  return ranked.map(({ points, ...hit }, index) => {
    const fit = hit.isNamed ? 1 : measureFit(points, Math.max(1, words));
    return { ...hit, fit, score: scores[index]! };
  });
}

function fusePlaces(hits: readonly Hit[], similar: readonly Similar[]): Map<IndexedTool, number> {
  const fused = new Map(hits.map(({ tool }, index) => [tool, 1 / (damping + index + 1)]));
  for (const [index, { tool }] of similar.entries()) {
    fused.set(tool, (fused.get(tool) ?? 0) + influence / (damping + index + 1));
  }
  return fused;
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
