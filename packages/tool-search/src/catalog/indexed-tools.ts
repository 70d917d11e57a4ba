import { isDeprecated } from "../evidence/deprecated.ts";
import {
  evidenceNames,
  readEvidence,
  readName,
  type EvidenceWeights,
  type ServerEvidence,
} from "../evidence/evidence.ts";
import { createWeighWords } from "../evidence/weigh-words.ts";
import { createToolNames, type ToolNames } from "../names/named-tools.ts";
import type { SearchableTool } from "../types.ts";
import type { Lexicon, Reading, Term, Word } from "../words/lexicon.ts";
import { createPostings, type Postings } from "./postings.ts";
import { postingsInStep, toolsInStep, type Steps } from "./steps.ts";

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

/** A tool of a server, to be indexed. */
export interface NewTool {
  server: string;
  serverEvidence: ServerEvidence;
  tool: SearchableTool;
}

/** The tools by number, and for each word the tools that have it. Numbers are used again after a tool was removed. */
export interface IndexedTools {
  readonly postings: Postings;
  readonly toolNames: ToolNames;
  /** Tools that are in the lists but must not be found. */
  readonly hidden: Set<number>;
  /** The number of tools, including hidden ones. */
  readonly size: number;
  /** One more than the highest tool number. */
  readonly capacity: number;
  get(id: number): IndexedTool;
  find(id: number): IndexedTool | undefined;
  /** Those that are not hidden. */
  all(): IndexedTool[];
  isDeprecated(id: number): boolean;
  /** Returns the tool's number. It can be found once its postings are flushed. */
  add(added: NewTool, amount: Reading): number;
  /** These tools must already be hidden. */
  remove(ids: readonly number[]): Steps;
}

export function createIndexedTools(lexicon: Lexicon, weights: EvidenceWeights): IndexedTools {
  const postings = createPostings();
  const weighWords = createWeighWords(weights);
  const tools: (IndexedTool | undefined)[] = [];
  const free: number[] = [];
  const toolNames = createToolNames();
  const hidden = new Set<number>();

  function add({ server, serverEvidence, tool }: NewTool, amount: Reading): number {
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
  }

  function* remove(ids: readonly number[]): Steps {
    yield* removePostings(ids);
    for (const [index, id] of ids.entries()) {
      const { words, server, tool } = tools[id]!;
      toolNames.remove(id, server, tool.name);
      lexicon.release(words);
      tools[id] = undefined;
      free.push(id);
      hidden.delete(id);
      if (index % (8 * toolsInStep) === 0) yield;
    }
  }

  /** Word by word, since a word's list is long and contains many of the tools. */
  function* removePostings(ids: readonly number[]): Steps {
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
  }

  return {
    postings,
    toolNames,
    hidden,
    get size() {
      return tools.length - free.length;
    },
    get capacity() {
      return tools.length;
    },
    get: (id) => tools[id]!,
    find: (id) => tools[id],
    all: () => tools.filter((tool) => tool !== undefined).filter(({ id }) => !hidden.has(id)),
    isDeprecated(id) {
      const tool = tools[id]!;
      return (tool.deprecated ??= isDeprecated(tool.tool));
    },
    add,
    remove,
  };
}
