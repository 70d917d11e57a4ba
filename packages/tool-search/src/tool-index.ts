import { diversify } from "./diversify.ts";
import {
  defaultWeights,
  evidenceNames,
  readEvidence,
  readServerEvidence,
  type ServerEvidence,
} from "./evidence.ts";
import { explainScore } from "./explain.ts";
import { createPostings } from "./postings.ts";
import { rankTools } from "./rank-tools.ts";
import { rate } from "./rate.ts";
import { createLexicon, type Word } from "./lexicon.ts";
import type { Language } from "./find-answers.ts";
import { readQuery } from "./read-query.ts";
import { attainablePoints, scoreTools, type Collection } from "./score-tools.ts";
import { createSpelling } from "./spelling.ts";
import { stem } from "./stem.ts";
import { stopWords } from "./stop-words.ts";
import { summarize } from "./summarize.ts";
import { synonyms } from "./synonyms.ts";
import { createThesaurus } from "./thesaurus.ts";
import type {
  SearchableTool,
  SearchOptions,
  ToolHit,
  ToolIndex,
  ToolIndexOptions,
} from "./types.ts";
import { weighWords } from "./weigh-words.ts";
import { writeSignature } from "./write-signature.ts";

interface IndexedTool {
  server: string;
  of: ServerEvidence;
  tool: SearchableTool;
  /** All its words, each once. */
  words: readonly Word[];
  nameTerms: readonly string[];
}

const onlyDigits = /^\p{N}+$/u;
/** Best hits before some make room for others. */
const considered = 50;

/** An index of tools in memory, searchable at once. Nothing is loaded or sent anywhere. */
export function createToolIndex(options: ToolIndexOptions = {}): ToolIndex {
  const stops = new Set(stopWords);
  const groups = options.synonyms === false ? [] : [...synonyms, ...(options.synonyms ?? [])];
  const lexicon = createLexicon((text) =>
    stops.has(text) || onlyDigits.test(text) ? undefined : stem(text),
  );
  lexicon.use([[...stops, ...groups.flat()].map(lexicon.intern)]);
  const weights = { ...defaultWeights, ...options.weights };
  const postings = createPostings();
  const tools: (IndexedTool | undefined)[] = [];
  const free: number[] = [];
  const servers = new Map<string, number[]>();
  const collection: Collection = {
    postings,
    get size() {
      return tools.length - free.length;
    },
    get capacity() {
      return tools.length;
    },
    nameTerms: (id) => tools[id]!.nameTerms,
  };
  const language: Language = {
    lexicon,
    isIndexed: (term) => postings.frequency(term) > 0,
    spelling: options.spelling === false ? undefined : createSpelling(lexicon),
    thesaurus: createThesaurus(groups),
  };

  const add = (server: string, of: ServerEvidence, tool: SearchableTool): number => {
    const evidence = readEvidence(tool, of, lexicon.intern);
    const words = lexicon.use(evidenceNames.map((name) => evidence[name]));
    const nameTerms = new Set(evidence.name.flatMap(({ term }) => term ?? []));
    const id = free.pop() ?? tools.length;
    tools[id] = { server, of, tool, words, nameTerms: [...nameTerms] };
    postings.add(id, weighWords(evidence, weights));
    return id;
  };
  const removeServer = (server: string): void => {
    for (const id of servers.get(server) ?? []) {
      postings.remove(id);
      lexicon.release(tools[id]!.words);
      tools[id] = undefined;
      free.push(id);
    }
    servers.delete(server);
  };
  const search = (query: string, asked: SearchOptions): ToolHit[] => {
    const { limit = 5, server, minScore = 0, explain, includeSchema } = asked;
    const needs = readQuery(query, language);
    const attainable = attainablePoints(needs, collection);
    const accept = (id: number): boolean => server === undefined || tools[id]!.server === server;
    const scored = scoreTools(needs, Math.max(considered, 2 * limit), accept, collection);
    const hits = scored.map(({ tool: id, points }) => ({
      id,
      server: tools[id]!.server,
      name: tools[id]!.tool.name,
      score: rate(points, attainable),
    }));
    const ranked = rankTools(hits.filter(({ score }) => score >= minScore));
    const chosen = options.diversify === false ? ranked.slice(0, limit) : diversify(ranked, limit);
    return chosen.map(({ id, score }) => {
      const { server: name, of, tool } = tools[id]!;
      const hit: ToolHit = {
        server: name,
        tool: tool.name,
        description: summarize(tool.description ?? tool.title),
        signature: tool.signature ?? writeSignature(tool.name, tool.inputSchema),
        score,
      };
      if (includeSchema === true && tool.inputSchema) hit.inputSchema = tool.inputSchema;
      if (explain === true) {
        const evidence = readEvidence(tool, of, lexicon.wordFor);
        const explaining = { collection, weights };
        hit.explanation = explainScore({ id, score, evidence }, needs, explaining);
      }
      return hit;
    });
  };

  return {
    setServer(server, list, details = {}) {
      removeServer(server);
      const of = readServerEvidence(server, details, lexicon.intern);
      const byName = new Map(list.map((tool) => [tool.name, tool]));
      servers.set(
        server,
        Array.from(byName.values(), (tool) => add(server, of, tool)),
      );
    },
    removeServer,
    get size() {
      return collection.size;
    },
    search: async (query, asked = {}) => search(query, asked),
  };
}
