import type { IndexedTool } from "./catalog.ts";
import { fuseRankings } from "./fuse-rankings.ts";
import type { Similar } from "./semantic-ranking.ts";

export interface Hit {
  tool: IndexedTool;
  server: string;
  name: string;
  score: number;
  /** What the words alone gave. */
  wordScore: number;
}

/**
 * Fuses the hits by words with those by meaning. A score is the higher of the two, but never above that
 * of a hit before it.
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
    byTool.set(tool, { tool, server, name, wordScore, score: Math.max(wordScore, similarity) });
  }
  const rankings = [hits, similar.slice(0, count)];
  let least = 1;
  return fuseRankings(rankings.map((ranking) => ranking.map(({ tool }) => tool))).map((tool) => {
    const hit = byTool.get(tool)!;
    least = Math.min(least, hit.score);
    return { ...hit, score: least };
  });
}
