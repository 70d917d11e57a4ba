import { ToolSearchError } from "../errors.ts";
import { isDeprecated } from "../evidence/deprecated.ts";
import {
  evidenceNames,
  readEvidence,
  readName,
  readServerEvidence,
  type EvidenceWeights,
  type ServerEvidence,
} from "../evidence/evidence.ts";
import { createWeighWords } from "../evidence/weigh-words.ts";
import { createServerNames, type ServerNames } from "../names/named-servers.ts";
import { createToolNames, type ToolNames } from "../names/named-tools.ts";
import type { SearchableTool, ServerDetails } from "../types.ts";
import type { Lexicon, Reading, Term, Word } from "../words/lexicon.ts";
import type { Collection } from "./collection.ts";
import { createPostings } from "./postings.ts";

// Limits for one server. Adding a new word takes ten times as long as reading a known one, and half a kilobyte of
// memory.
const mostDifferent = 100_000;
const mostWords = 2_000_000;
/** Punctuation is not stored, but all of it is scanned. */
const mostEffort = 30_000_000;

export interface IndexedTool {
  id: number;
  server: string;
  tool: SearchableTool;
  serverEvidence: ServerEvidence;
  nameTerms: readonly Term[];
  /** The words of its name, title and first sentence, in order. */
  texts: readonly (readonly Word[])[];
  /** All its words, without duplicates. */
  words: readonly Word[];
  /** Whether its own text says that it is deprecated; undefined until this is needed. */
  deprecated: boolean | undefined;
}

/**
 * The tools by server and by number. Numbers are reused after a tool was removed. Reading and removing are split into
 * steps of about a millisecond, with possible pauses between them: tools that are in the lists but are not yet
 * complete, or no longer valid, are hidden.
 */
export interface Catalog extends Collection {
  /**
   * The server's new tools are found once the last step is done, and its previous tools until then; another call for
   * the same server overrides it.
   */
  setServer(server: string, tools: readonly SearchableTool[], details: ServerDetails): Steps;
  /** Must be called before other work runs between two steps. */
  pause(): void;
  /**
   * The server's tools are no longer found once the first step is done. Overrides a `setServer` that is still running.
   */
  removeServer(server: string): Steps;
  /** Number of tools that can be found. */
  readonly count: number;
  get(id: number): IndexedTool;
  find(id: number): IndexedTool | undefined;
  all(): IndexedTool[];
  isDeprecated(id: number): boolean;
  idsOf(server: string): readonly number[];
  readonly serverNames: ServerNames;
  readonly toolNames: ToolNames;
}

export type Steps = Generator<void, void>;

/** The number of tools that are read, or of words and postings that are examined, in one step. */
const toolsInStep = 8;
const postingsInStep = 100_000;

export function createCatalog(lexicon: Lexicon, weights: EvidenceWeights): Catalog {
  const postings = createPostings();
  const weighWords = createWeighWords(weights);
  const tools: (IndexedTool | undefined)[] = [];
  const free: number[] = [];
  const servers = new Map<string, readonly number[]>();
  const serverNames = createServerNames();
  const toolNames = createToolNames();
  const hidden = new Set<number>();
  /** For each server that is being read or waits for it, the latest call. */
  const changing = new Map<string, object>();
  let version = 0;

  const read = (
    server: string,
    serverEvidence: ServerEvidence,
    tool: SearchableTool,
    amount: Reading,
  ): number => {
    const isEnough =
      amount.words > mostWords || amount.different > mostDifferent || amount.effort > mostEffort;
    const readTool = isEnough ? readName : readEvidence;
    const evidence = readTool(tool, serverEvidence, lexicon, amount);
    const places = evidenceNames.map((name) => evidence[name]);
    for (const place of places) amount.words += place.length;
    amount.words -= evidence.server.length + evidence.serverDescription.length;
    const words = lexicon.use(places, amount);
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
  /** The tools must already be hidden. Works word by word, since a word's list is long and contains many of them. */
  function* removeTools(ids: readonly number[]): Steps {
    if (ids.length === 0) return;
    const gone = new Uint8Array(tools.length);
    const terms = new Set<Term>();
    for (const [index, id] of ids.entries()) {
      gone[id] = 1;
      for (const { term } of tools[id]!.words) if (term) terms.add(term);
      if (index % (32 * toolsInStep) === 0) yield;
    }
    let looked = 0;
    for (const term of terms) {
      looked += 10 + postings.remove(term, gone);
      if (looked < postingsInStep) continue;
      looked = 0;
      yield;
    }
    for (const [index, id] of ids.entries()) {
      const { words, server, tool } = tools[id]!;
      toolNames.remove(id, server, tool.name);
      lexicon.release(words);
      tools[id] = undefined;
      free.push(id);
      hidden.delete(id);
      if (index % (8 * toolsInStep) === 0) yield;
    }
    version++;
  }
  function* removeServer(server: string): Steps {
    changing.delete(server);
    const ids = servers.get(server) ?? [];
    servers.delete(server);
    serverNames.remove(server);
    for (const id of ids) hidden.add(id);
    yield* removeTools(ids);
  }

  function* readServer(
    server: string,
    list: ReadonlyMap<string, SearchableTool>,
    details: ServerDetails,
    mine: object,
  ): Steps {
    const isOverridden = (): boolean => changing.get(server) !== mine;
    if (isOverridden()) return;
    if (list.size === 0) {
      yield* removeServer(server);
      return;
    }
    const evidence = readServerEvidence(server, details, lexicon);
    const amount = lexicon.startReading();
    const ids: number[] = [];
    for (const tool of list.values()) {
      const id = read(server, evidence, tool, amount);
      ids.push(id);
      hidden.add(id);
      if (ids.length % toolsInStep !== 0) continue;
      yield;
      if (!isOverridden()) continue;
      yield* removeTools(ids);
      return;
    }
    postings.flush();
    changing.delete(server);
    const old = servers.get(server) ?? [];
    for (const id of old) hidden.add(id);
    for (const id of ids) hidden.delete(id);
    serverNames.remove(server);
    const terms = evidence.server.flatMap(({ term }) => term ?? []);
    servers.set(server, ids);
    serverNames.add(server, { terms, size: ids.length });
    version++;
    // The old tools are removed last, so that words that are still used are not dropped and added again.
    yield* removeTools(old);
  }

  return {
    postings,
    serverNames,
    toolNames,
    /** Includes hidden tools, since they are in the lists. */
    get size() {
      return tools.length - free.length;
    },
    get count() {
      return tools.length - free.length - hidden.size;
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
      const mine = {};
      changing.set(server, mine);
      return readServer(server, byName, details, mine);
    },
    removeServer,
    pause() {
      postings.flush();
      version++;
    },
    get: (id) => tools[id]!,
    find: (id) => tools[id],
    idsOf: (server) => servers.get(server) ?? [],
    isDeprecated(id) {
      const tool = tools[id]!;
      return (tool.deprecated ??= isDeprecated(tool.tool));
    },
    hidden,
    all: () => tools.filter((tool) => tool !== undefined).filter(({ id }) => !hidden.has(id)),
  };
}

function nameOf(tool: SearchableTool, server: string): string {
  if (typeof tool?.name === "string") return tool.name;
  throw new ToolSearchError(
    "invalid-tool",
    `A tool of server "${server}" has no name: give each tool a string as \`name\`.`,
  );
}
