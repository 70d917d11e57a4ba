import { defaultWeights, evidenceNames, readEvidence, type EvidenceName } from "./evidence.ts";
import { namesIn, readPlaces } from "./places.ts";
import { createPostings } from "./postings.ts";
import { readQuery } from "./read-query.ts";
import { pointsOf, scoreTools, type Contribution, type ScoredTool } from "./score.ts";
import { createSpelling } from "./spelling.ts";
import { stem } from "./stem.ts";
import { stopWords } from "./stop-words.ts";
import { summarize } from "./summarize.ts";
import { synonyms } from "./synonyms.ts";
import { createThesaurus } from "./thesaurus.ts";
import type { SearchableTool, ToolHit, ToolIndex, ToolIndexOptions } from "./types.ts";
import { writeSignature } from "./write-signature.ts";

interface IndexedTool extends ScoredTool {
  server: string;
  tool: SearchableTool;
  words: string[];
}

/** An index of tools in memory, searchable at once. Nothing is loaded or sent anywhere. */
export function createToolIndex(options: ToolIndexOptions = {}): ToolIndex {
  const weights = { ...defaultWeights, ...options.weights };
  const stops = new Set(stopWords);
  const groups = options.synonyms === false ? [] : [...synonyms, ...(options.synonyms ?? [])];
  const thesaurus = createThesaurus(groups);
  const spelling = createSpelling();
  spelling.add(stops);
  spelling.add(groups.flat());
  const postings = createPostings();
  const tools = new Map<number, IndexedTool>();
  const servers = new Map<string, number[]>();
  let nextTool = 1;

  const removeServer = (server: string): void => {
    for (const id of servers.get(server) ?? []) {
      postings.remove(id);
      spelling.remove(tools.get(id)!.words);
      tools.delete(id);
    }
    servers.delete(server);
  };

  return {
    setServer(server, list, details = {}) {
      removeServer(server);
      const ids: number[] = [];
      for (const tool of list) {
        const id = nextTool++;
        const evidence = readEvidence(server, details, tool);
        const places = readPlaces(evidence, (word) => (stops.has(word) ? undefined : stem(word)));
        const words = [...new Set(evidenceNames.flatMap((name) => evidence[name]))];
        const lengths = {} as Record<EvidenceName, number>;
        for (const name of evidenceNames) lengths[name] = evidence[name].length;
        const nameTerms = [...new Set(evidence.name.filter((word) => !stops.has(word)).map(stem))];
        postings.add(id, places);
        spelling.add(words);
        tools.set(id, { server, tool, words, lengths, nameTerms });
        ids.push(id);
      }
      servers.set(server, ids);
    },
    removeServer,
    get size() {
      return tools.size;
    },
    async search(query, { limit = 5, server, minScore = 0, explain = false, includeSchema } = {}) {
      const needs = readQuery(query, {
        isStopWord: (word) => stops.has(word),
        has: (term) => postings.frequency(term) > 0,
        spelling: options.spelling === false ? undefined : spelling,
        thesaurus,
      });
      const accept = (id: number): boolean =>
        server === undefined || tools.get(id)!.server === server;
      const scoring = { postings, weights, tools, accept };
      const found = scoreTools(needs, scoring);
      const ranked = [...found].map(([id, contributions]) => {
        const points = pointsOf(id, contributions, scoring);
        return { ...tools.get(id)!, contributions, points, score: points / (points + 6) };
      });
      ranked.sort(
        (a, b) =>
          b.score - a.score || compare(a.server, b.server) || compare(a.tool.name, b.tool.name),
      );
      return ranked
        .filter((hit) => hit.score >= minScore)
        .slice(0, limit)
        .map((hit) => {
          const { tool, score, contributions } = hit;
          const shown: ToolHit = {
            server: hit.server,
            tool: tool.name,
            description: summarize(tool.description ?? tool.title),
            signature: tool.signature ?? writeSignature(tool.name, tool.inputSchema),
            score,
          };
          if (includeSchema === true && tool.inputSchema) shown.inputSchema = tool.inputSchema;
          if (explain) shown.explanation = explainScore(contributions, score);
          return shown;
        });
    },
  };
}

function explainScore(
  contributions: readonly Contribution[],
  score: number,
): NonNullable<ToolHit["explanation"]> {
  const whole = contributions.reduce((sum, { points }) => sum + points, 0);
  return contributions.map(({ need, alternative, places, points }) => ({
    word: need.word,
    matched: alternative.term,
    by: alternative.by,
    evidence: namesIn(places),
    score: (score * points) / whole,
  }));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
