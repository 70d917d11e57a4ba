import type { Catalog } from "../catalog/catalog.ts";
import type { Need } from "../query/need.ts";
import type { ToolIndexOptions } from "../types.ts";
import { favourAction } from "./favour-action.ts";
import { closenessBonus, favourClose } from "./favour-close.ts";
import type { Hit } from "./hit.ts";
import { measureFit } from "./measure-fit.ts";
import { rankTools } from "./rank-tools.ts";
import { rateHits } from "./rate-hits.ts";
import { attainablePoints, createScoreTools, type Scope } from "./score-tools.ts";
import type { WeighParts } from "./weigh-parts.ts";

/** Tools with less than this share of the best hit's points have next to nothing in common with the query. */
const leastShare = 0.08;
/** The factor for a deprecated tool: its successor matches nearly as well. */
const shareOfDeprecated = 0.6;

/** Gives the hits for what a query needs, best first; `called` are the tools that it mentions by name. */
export type FindByWords = (
  needs: readonly Need[],
  called: ReadonlySet<number>,
  weighParts: WeighParts,
  scope: Scope,
) => Hit[];

export function createFindByWords(
  catalog: Catalog,
  { closeness, actions }: ToolIndexOptions,
): FindByWords {
  const scoreTools = createScoreTools(catalog);

  /** The points of the tools that come near the best one, and of those that are called by name. */
  const pointsOf = (
    needs: readonly Need[],
    called: ReadonlySet<number>,
    scope: Scope,
  ): Map<number, number> => {
    const found = scoreTools(needs, scope);
    const close = closeness === false ? found : favourClose(found, needs, catalog);
    const suited = actions === false ? close : favourAction(close, needs, catalog);
    const scored = suited.map(({ tool, points }) => ({
      tool,
      points: catalog.isDeprecated(tool) ? shareOfDeprecated * points : points,
    }));
    const most = Math.max(0, ...scored.map(({ points }) => points));
    const near = new Map(Array.from(called, (id) => [id, 0]));
    for (const { tool, points } of scored) {
      if (points >= leastShare * most || called.has(tool)) near.set(tool, points);
    }
    return near;
  };

  return (needs, called, weighParts, scope) => {
    const attainable = attainablePoints(needs, scope, catalog) * closenessBonus;
    const ranked = rankTools(
      Array.from(pointsOf(needs, called, scope), ([id, points]) => {
        const tool = catalog.get(id);
        return { tool, server: tool.server, name: tool.tool.name, points, isNamed: called.has(id) };
      }),
    );
    const scores = rateHits(ranked, attainable, needs.length, weighParts.overlap);
    return ranked.map(({ points, ...hit }, index): Hit => {
      const score = scores[index]!;
      const share = attainable > 0 ? points / attainable : 0;
      const fit = hit.isNamed ? 1 : measureFit(share, needs.length);
      return { ...hit, share, fit, score, wordScore: score };
    });
  };
}
