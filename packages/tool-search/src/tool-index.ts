import { createCatalog } from "./catalog/catalog.ts";
import { createGiveWay } from "./catalog/give-way.ts";
import type { Steps } from "./catalog/steps.ts";
import { checkIndexOptions, checkSearch, checkTools } from "./check-input.ts";
import { createSemanticRanking, type Similar } from "./embedding/semantic-ranking.ts";
import { withSimilar } from "./embedding/with-similar.ts";
import { isSpelledOut } from "./evidence/deprecated.ts";
import { defaultWeights, readEvidence } from "./evidence/evidence.ts";
import { explainScore } from "./hits/explain.ts";
import { summarize } from "./hits/summarize.ts";
import { writeSignature } from "./hits/write-signature.ts";
import type { Need } from "./query/need.ts";
import { readQuery } from "./query/read-query.ts";
import { coverParts } from "./ranking/cover-parts.ts";
import { diversify } from "./ranking/diversify.ts";
import { createFindByWords } from "./ranking/find-by-words.ts";
import type { Hit } from "./ranking/hit.ts";
import { createWeighParts } from "./ranking/weigh-parts.ts";
import type { SearchOptions, ToolHit, ToolIndex, ToolIndexOptions } from "./types.ts";
import { createLanguage } from "./words/language.ts";

/** The number of hits that are considered before some give way to others. */
const considered = 30;
/**
 * The factor for the tools of a server that the query names, and of one that it names as the place of the action: `on
 * github`.
 */
const favourOfName = 2;
const favourOfPlace = 3;

/** An index of tools in memory, searchable at once. Nothing is loaded, and nothing is sent anywhere. */
export function createToolIndex(options: ToolIndexOptions = {}): ToolIndex {
  checkIndexOptions(options);
  const language = createLanguage(options);
  const { lexicon } = language;
  const weights = { ...defaultWeights, ...options.weights };
  const catalog = createCatalog(lexicon, weights);
  const findByWords = createFindByWords(catalog, options);
  const giveWay = createGiveWay(catalog.pause);
  const semantic = options.embed === undefined ? undefined : createSemanticRanking(options.embed);

  const calledIn = (query: string, server?: string): Set<number> => {
    const called = [...catalog.toolNames.findIn(query)].filter((id) => {
      const { server: own, tool } = catalog.get(id);
      if (catalog.hidden.has(id) || (server !== undefined && own !== server)) return false;
      return !catalog.isDeprecated(id) || isSpelledOut(query, own, tool.name);
    });
    return new Set(called);
  };

  const findSimilar = async (query: string, server?: string): Promise<Similar[] | undefined> => {
    if (semantic === undefined) return undefined;
    const tools = server === undefined ? catalog.all() : catalog.idsOf(server).map(catalog.get);
    const similar = await semantic.rank(query, tools);
    // A server may have been removed while the model was working.
    return similar.filter(
      ({ tool }) => catalog.find(tool.id) === tool && !catalog.hidden.has(tool.id),
    );
  };

  const show = (
    found: Hit,
    needs: readonly Need[],
    { explain, includeSchema }: SearchOptions,
  ): ToolHit => {
    const { id, tool, serverEvidence } = found.tool;
    const hit: ToolHit = {
      server: found.server,
      tool: found.name,
      description: summarize(tool.description ?? tool.title, catalog.isDeprecated(id)),
      signature: tool.signature ?? writeSignature(tool.alias ?? tool.name, tool.inputSchema),
      score: found.score,
    };
    if (includeSchema === true && tool.inputSchema) hit.inputSchema = tool.inputSchema;
    if (explain === true) {
      const evidence = readEvidence(tool, serverEvidence, lexicon);
      hit.explanation = explainScore(found, evidence, needs, { collection: catalog, weights });
    }
    return hit;
  };

  return {
    setServer(server, tools, details = {}) {
      checkTools(server, tools);
      finish(catalog.setServer(server, tools, details));
    },
    async loadServer(server, tools, details = {}) {
      checkTools(server, tools);
      await giveWay(catalog.setServer(server, tools, details));
    },
    removeServer: (server) => finish(catalog.removeServer(server)),
    get size() {
      return catalog.count;
    },
    async search(query, searchOptions = {}) {
      checkSearch(query, searchOptions);
      const { limit = 5, server, minScore = 0 } = searchOptions;
      const count = Math.max(considered, 2 * limit);
      const similar = await findSimilar(query, server);
      const needs = readQuery(query, language);
      const named = catalog.serverNames.findIn(needs);
      const favoured = server === undefined ? [...named.keys()].flatMap(catalog.idsOf) : [];
      const favour = [...named.values()].includes(true) ? favourOfPlace : favourOfName;
      const only = server === undefined ? undefined : catalog.idsOf(server);
      const called = calledIn(query, server);
      const weighParts = createWeighParts(needs, catalog);
      let hits = findByWords(needs, called, weighParts, { count, only, favoured, favour });
      if (similar !== undefined)
        hits = withSimilar(hits, similar, {
          count,
          words: needs.length,
          overlap: weighParts.overlap,
        });
      const chosen =
        options.diversify === false
          ? hits.slice(0, limit)
          : diversify(coverParts(hits, limit, weighParts), limit, named);
      const shown = withFallingScores(chosen).filter(({ score }) => score >= minScore);
      return shown.map((found) => show(found, needs, searchOptions));
    },
  };
}

function finish(steps: Steps): void {
  while (steps.next().done !== true);
}

/** A hit for which others gave way has no higher score than a hit before it. */
function withFallingScores(hits: readonly Hit[]): Hit[] {
  let least = 1;
  return hits.map((hit) => {
    least = Math.min(least, hit.score);
    return { ...hit, score: least };
  });
}
