import type { Hit } from "../ranking/hit.ts";
import { fuseRankings } from "./fuse-rankings.ts";
import type { Similar } from "./semantic-ranking.ts";

/**
 * Fuses the hits by words with those by meaning. Fit and score are the higher of the two, but never above those
 * of a hit before.
 */
export function withSimilar(
  hits: readonly Hit[],
  similar: readonly Similar[],
  count: number,
): Hit[] {
  const byTool = new Map(hits.map((hit) => [hit.tool, hit]));
  for (const { tool, similarity } of similar.slice(0, count)) {
    const hit = byTool.get(tool);
    const {
      server,
      tool: { name },
    } = tool;
    const wordScore = hit?.wordScore ?? 0;
    const score = Math.max(wordScore, similarity);
    const fit = Math.max(hit?.fit ?? 0, similarity);
    const isNamed = hit?.isNamed ?? false;
    byTool.set(tool, { tool, server, name, fit, score, wordScore, isNamed });
  }
  const rankings = [hits, similar.slice(0, count)];
  const fused = fuseRankings(rankings.map((ranking) => ranking.map(({ tool }) => tool)));
  const ordered = fused.map((tool) => byTool.get(tool)!);
  let [leastFit, least] = [1, 1];
  return ordered
    .toSorted((a, b) => Number(b.isNamed) - Number(a.isNamed))
    .map((hit) => {
      leastFit = Math.min(leastFit, hit.fit);
      least = Math.min(least, hit.score);
      return { ...hit, fit: leastFit, score: least };
    });
}
