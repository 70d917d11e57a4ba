import type { Hit } from "../ranking/hit.ts";
import type { Similar } from "./semantic-ranking.ts";

/** By how much a tool's logarithm of points grows for each standard deviation by which it is more similar than the average tool. */
const influence = 0.35;
/** What a tool without a word in common counts as, as a share of the best hit's points. */
const leastShare = 0.08;

/**
 * Fuses the hits by words with the `count` most similar tools. Their order is that of the points for words, as a logarithm, plus
 * the standardised similarity: a clear lead in either counts, which it does not where only places are added up, and models whose
 * similarities are all high or all low count the same. Fit and score are the higher of the two, but never above those of a hit before.
 */
export function withSimilar(
  hits: readonly Hit[],
  similar: readonly Similar[],
  count: number,
): Hit[] {
  const deviationOf = standardize(similar);
  const deviations = new Map(similar.map((one) => [one.tool, deviationOf(one)]));
  const most = Math.max(0, ...hits.map(({ points }) => points));
  const byTool = new Map(hits.map((hit) => [hit.tool, hit]));
  for (const { tool, similarity } of similar.slice(0, count)) {
    const { server } = tool;
    const {
      points = 0,
      fit = 0,
      wordScore = 0,
      isNamed = false,
    }: Partial<Hit> = byTool.get(tool) ?? {};
    byTool.set(tool, {
      tool,
      server,
      name: tool.tool.name,
      points,
      fit: Math.max(fit, similarity),
      score: Math.max(wordScore, similarity),
      wordScore,
      isNamed,
    });
  }
  const valueOf = ({ tool, points }: Hit): number => {
    const share = most > 0 ? Math.max(leastShare, points / most) : 1;
    return Math.log(share) + influence * (deviations.get(tool) ?? 0);
  };
  let [leastFit, least] = [1, 1];
  return Array.from(byTool.values(), (hit) => ({ hit, value: valueOf(hit) }))
    .toSorted((a, b) => Number(b.hit.isNamed) - Number(a.hit.isNamed) || b.value - a.value)
    .map(({ hit }) => {
      leastFit = Math.min(leastFit, hit.fit);
      least = Math.min(least, hit.score);
      return { ...hit, fit: leastFit, score: least };
    });
}

/** By how many standard deviations a tool is more similar than the average one; 0 if all are alike. */
function standardize(similar: readonly Similar[]): (one: Similar) => number {
  const mean = (of: (one: Similar) => number): number =>
    similar.reduce((sum, one) => sum + of(one), 0) / similar.length;
  const middle = mean(({ similarity }) => similarity);
  const spread = Math.sqrt(mean(({ similarity }) => (similarity - middle) ** 2));
  return ({ similarity }) => (spread > 1e-9 ? (similarity - middle) / spread : 0);
}
