import { ToolSearchError } from "../errors.ts";
import { readServerEvidence, type EvidenceWeights } from "../evidence/evidence.ts";
import { createServerNames, type ServerNames } from "../names/named-servers.ts";
import type { ToolNames } from "../names/named-tools.ts";
import type { SearchableTool, ServerDetails } from "../types.ts";
import type { Lexicon } from "../words/lexicon.ts";
import type { Collection } from "./collection.ts";
import { createIndexedTools, type IndexedTool } from "./indexed-tools.ts";
import { toolsInStep, type Steps } from "./steps.ts";

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

export function createCatalog(lexicon: Lexicon, weights: EvidenceWeights): Catalog {
  const tools = createIndexedTools(lexicon, weights);
  const { postings, toolNames, hidden } = tools;
  const servers = new Map<string, readonly number[]>();
  const serverNames = createServerNames();
  /** For each server that is being read or waits for it, the latest call. */
  const changing = new Map<string, object>();
  let version = 0;

  /** The tools must already be hidden. */
  function* removeTools(ids: readonly number[]): Steps {
    if (ids.length === 0) return;
    yield* tools.remove(ids);
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
      const id = tools.add({ server, serverEvidence: evidence, tool }, amount);
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
    hidden,
    get size() {
      return tools.size;
    },
    get count() {
      return tools.size - hidden.size;
    },
    get capacity() {
      return tools.capacity;
    },
    get version() {
      return version;
    },
    get: tools.get,
    find: tools.find,
    all: tools.all,
    isDeprecated: tools.isDeprecated,
    nameTerms: (id) => tools.get(id).nameTerms,
    idsOf: (server) => servers.get(server) ?? [],
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
  };
}

function nameOf(tool: SearchableTool, server: string): string {
  if (typeof tool?.name === "string") return tool.name;
  throw new ToolSearchError(
    "invalid-tool",
    `A tool of server "${server}" has no name: give each tool a string as \`name\`.`,
  );
}
