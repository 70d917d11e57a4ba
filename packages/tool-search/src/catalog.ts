import {
  evidenceNames,
  readEvidence,
  readName,
  readServerEvidence,
  type EvidenceWeights,
  type ServerEvidence,
} from "./evidence.ts";
import { isDeprecated } from "./deprecated.ts";
import { ToolSearchError } from "./errors.ts";
import type { Lexicon, Term, Word } from "./lexicon.ts";
import { createToolNames, type ToolNames } from "./named-tools.ts";
import { createServerNames, type ServerNames } from "./named-servers.ts";
import { createPostings } from "./postings.ts";
import type { Collection } from "./score-tools.ts";
import type { SearchableTool, ServerDetails } from "./types.ts";
import { createWeighWords } from "./weigh-words.ts";

// Of one server. A word that no other tool has takes the host ten times as long as one that is known, and half a kilobyte.
const mostDifferent = 100_000;
const mostWords = 2_000_000;

export interface IndexedTool {
  id: number;
  server: string;
  tool: SearchableTool;
  serverEvidence: ServerEvidence;
  nameTerms: readonly Term[];
  /** The words of its name, title and first sentence, in order. */
  texts: readonly (readonly Word[])[];
  /** All its words, each once. */
  words: readonly Word[];
  /** Whether it says of itself that it is deprecated; unknown until somebody asks. */
  deprecated: boolean | undefined;
}

/** The tools by server and by number. A number is used again once its tool is gone. */
export interface Catalog extends Collection {
  setServer(server: string, tools: readonly SearchableTool[], details: ServerDetails): void;
  removeServer(server: string): void;
  get(id: number): IndexedTool;
  find(id: number): IndexedTool | undefined;
  all(): IndexedTool[];
  isDeprecated(id: number): boolean;
  idsOf(server: string): readonly number[];
  readonly serverNames: ServerNames;
  readonly toolNames: ToolNames;
}

export function createCatalog(lexicon: Lexicon, weights: EvidenceWeights): Catalog {
  const postings = createPostings();
  const weighWords = createWeighWords(weights);
  const tools: (IndexedTool | undefined)[] = [];
  const free: number[] = [];
  const servers = new Map<string, readonly number[]>();
  const serverNames = createServerNames();
  const toolNames = createToolNames();
  let version = 0;
  /** Of the server that is read. */
  let wordsRead = 0;

  const read = (server: string, serverEvidence: ServerEvidence, tool: SearchableTool): number => {
    const isEnough = wordsRead > mostWords || lexicon.different > mostDifferent;
    const readTool = isEnough ? readName : readEvidence;
    const evidence = readTool(tool, serverEvidence, lexicon);
    const places = evidenceNames.map((name) => evidence[name]);
    for (const place of places) wordsRead += place.length;
    wordsRead -= evidence.server.length + evidence.serverDescription.length;
    const words = lexicon.use(places);
    const nameTerms = [...new Set(evidence.name.flatMap(({ term }) => term ?? []))];
    const texts = [evidence.name, evidence.title, evidence.summary];
    const id = free.pop() ?? tools.length;
    tools[id] = {
      id,
      server,
      tool,
      serverEvidence,
      nameTerms,
      texts,
      words,
      deprecated: undefined,
    };
    postings.add(id, weighWords(evidence));
    toolNames.add(id, server, tool.name);
    return id;
  };
  const removeTools = (ids: readonly number[]): void => {
    for (const id of ids) {
      const { words, server, tool } = tools[id]!;
      toolNames.remove(id, server, tool.name);
      postings.remove(id, new Set(words.flatMap(({ term }) => term ?? [])));
      lexicon.release(words);
      tools[id] = undefined;
      free.push(id);
    }
  };
  const removeServer = (server: string): void => {
    version++;
    removeTools(servers.get(server) ?? []);
    servers.delete(server);
    serverNames.remove(server);
  };

  return {
    postings,
    serverNames,
    toolNames,
    get size() {
      return tools.length - free.length;
    },
    get capacity() {
      return tools.length;
    },
    get version() {
      return version;
    },
    nameTerms: (id) => tools[id]!.nameTerms,
    setServer(server, list, details) {
      const byName = new Map(list.map((tool) => [nameOf(tool, server), tool]));
      if (byName.size === 0) return removeServer(server);
      version++;
      const evidence = readServerEvidence(server, details, lexicon);
      lexicon.startReading();
      wordsRead = 0;
      const ids = Array.from(byName.values(), (tool) => read(server, evidence, tool));
      postings.flush();
      // The old ones go last, so that words that stay are not forgotten and learnt again.
      removeTools(servers.get(server) ?? []);
      serverNames.remove(server);
      const terms = evidence.server.flatMap(({ term }) => term ?? []);
      servers.set(server, ids);
      serverNames.add(server, { terms, size: ids.length });
    },
    removeServer,
    get: (id) => tools[id]!,
    find: (id) => tools[id],
    idsOf: (server) => servers.get(server) ?? [],
    isDeprecated(id) {
      const tool = tools[id]!;
      return (tool.deprecated ??= isDeprecated(tool.tool));
    },
    all: () => tools.filter((tool) => tool !== undefined),
  };
}

function nameOf(tool: SearchableTool, server: string): string {
  if (typeof tool?.name === "string") return tool.name;
  throw new ToolSearchError(
    "invalid-tool",
    `A tool of server "${server}" has no name: give each tool a string as \`name\`.`,
  );
}
