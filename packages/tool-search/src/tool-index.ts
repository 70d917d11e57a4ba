import { abbreviations } from "./abbreviations.ts";
import { createCatalog, type Steps } from "./catalog.ts";
import { checkIndexOptions, checkSearch, checkTools } from "./check-input.ts";
import { coverParts } from "./cover-parts.ts";
import { isSpelledOut } from "./deprecated.ts";
import { diversify } from "./diversify.ts";
import { defaultWeights, readEvidence } from "./evidence.ts";
import { favourAction } from "./favour-action.ts";
import { closenessBonus, favourClose } from "./favour-close.ts";
import { foreignWords } from "./foreign-words.ts";
import { explainScore } from "./explain.ts";
import type { Language } from "./find-answers.ts";
import { kindsOfThings } from "./kinds-of-things.ts";
import { createLexicon } from "./lexicon.ts";
import { createGiveWay } from "./give-way.ts";
import { lightWords } from "./light-words.ts";
import { rankTools } from "./rank-tools.ts";
import { measureFit } from "./measure-fit.ts";
import { rateHits } from "./rate-hits.ts";
import { readQuery, type Need } from "./read-query.ts";
import { attainablePoints, createScoreTools, type Scope } from "./score-tools.ts";
import { createSemanticRanking, type Similar } from "./semantic-ranking.ts";
import { createSpelling } from "./spelling.ts";
import { segmentWords } from "./segment-words.ts";
import { stem } from "./stem.ts";
import { stopWords } from "./stop-words.ts";
import { summarize } from "./summarize.ts";
import { synonyms } from "./synonyms.ts";
import { createKinds, createThesaurus, createTranslations } from "./thesaurus.ts";
import type { ToolHit, ToolIndex, ToolIndexOptions } from "./types.ts";
import { createWeighParts, type WeighParts } from "./weigh-parts.ts";
import { withSimilar, type Hit } from "./with-similar.ts";
import { writeSignature } from "./write-signature.ts";

/** The number of hits that are considered before some give way to others. */
const considered = 30;
/**
 * The factor for the tools of a server that the query names, and of one that it names as the place of the action: `on
 * github`.
 */
const favourOfName = 2;
const favourOfPlace = 3;
/** Tools with less than this share of the best hit's points have next to nothing in common with the query. */
const leastShare = 0.08;
/** The factor for a deprecated tool: its successor matches nearly as well. */
const shareOfDeprecated = 0.6;
const onlyDigits = /^\p{N}+$/u;

/** An index of tools in memory, searchable at once. Nothing is loaded, and nothing is sent anywhere. */
export function createToolIndex(options: ToolIndexOptions = {}): ToolIndex {
  checkIndexOptions(options);
  const stops = new Set(stopWords);
  const groups = options.synonyms === false ? [] : [...synonyms, ...(options.synonyms ?? [])];
  const lexicon = createLexicon((text) =>
    stops.has(text) || onlyDigits.test(text) ? undefined : stem(text),
  );
  const kinds = options.synonyms === false ? [] : kindsOfThings;
  const light = options.lightWords === false ? [] : segmentWords(lightWords.join(" "));
  // Known words are not considered misspelt.
  const known = [...stops, ...groups.flat(), ...light, ...segmentWords(kinds.join(" "))];
  lexicon.use([known.map(lexicon.intern)]);
  const weights = { ...defaultWeights, ...options.weights };
  const catalog = createCatalog(lexicon, weights);
  const scoreTools = createScoreTools(catalog);
  const language: Language = {
    lexicon,
    spelling: options.spelling === false ? undefined : createSpelling(lexicon),
    thesaurus: createThesaurus(groups),
    kinds: createKinds(kinds),
    light: new Set(light),
    values: options.values !== false,
    translations: createTranslations(
      options.synonyms === false ? [] : [...abbreviations, ...foreignWords],
    ),
  };
  const giveWay = createGiveWay(catalog.pause);
  const semantic = options.embed === undefined ? undefined : createSemanticRanking(options.embed);

  const findByWords = (
    needs: readonly Need[],
    called: ReadonlySet<number>,
    weighParts: WeighParts,
    scope: Scope,
  ): Hit[] => {
    const attainable = attainablePoints(needs, scope, catalog) * closenessBonus;
    const found = scoreTools(needs, scope);
    const close = options.closeness === false ? found : favourClose(found, needs, catalog);
    const suited = options.actions === false ? close : favourAction(close, needs, catalog);
    const scored = suited.map(({ tool, points }) => ({
      tool,
      points: catalog.isDeprecated(tool) ? shareOfDeprecated * points : points,
    }));
    const most = Math.max(0, ...scored.map(({ points }) => points));
    const near = new Map(Array.from(called, (id) => [id, 0]));
    for (const { tool, points } of scored) {
      if (points >= leastShare * most || called.has(tool)) near.set(tool, points);
    }
    const ranked = rankTools(
      Array.from(near, ([id, points]) => {
        const tool = catalog.get(id);
        return { tool, server: tool.server, name: tool.tool.name, points, isNamed: called.has(id) };
      }),
    );
    const scores = rateHits(ranked, attainable, needs.length, weighParts.overlap);
    return ranked.map(({ points, ...hit }, index): Hit => {
      const score = scores[index]!;
      const fit = hit.isNamed ? 1 : measureFit(points, attainable, needs.length);
      return { ...hit, fit, score, wordScore: score };
    });
  };

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
      const { limit = 5, server, minScore = 0, explain, includeSchema } = searchOptions;
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
      if (similar !== undefined) hits = withSimilar(hits, similar, count);
      const chosen =
        options.diversify === false
          ? hits.slice(0, limit)
          : diversify(coverParts(hits, limit, weighParts), limit, named);
      const shown = withFallingScores(chosen).filter(({ score }) => score >= minScore);
      return shown.map((found) => {
        const { tool, serverEvidence } = found.tool;
        const hit: ToolHit = {
          server: found.server,
          tool: found.name,
          description: summarize(
            tool.description ?? tool.title,
            catalog.isDeprecated(found.tool.id),
          ),
          signature: tool.signature ?? writeSignature(tool.alias ?? tool.name, tool.inputSchema),
          score: found.score,
        };
        if (includeSchema === true && tool.inputSchema) hit.inputSchema = tool.inputSchema;
        if (explain === true) {
          const evidence = readEvidence(tool, serverEvidence, lexicon);
          hit.explanation = explainScore(found, evidence, needs, { collection: catalog, weights });
        }
        return hit;
      });
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
