/**
 * The places in which a word of a tool can occur. `summary` is the description's first sentence, which counts in
 * addition to `description`; `value` is a possible value of an argument (`enum`, `const`); `annotation` is `readonly`
 * and `destructive`.
 */
export type EvidenceName =
  | "server"
  | "serverDescription"
  | "name"
  | "title"
  | "summary"
  | "description"
  | "parameter"
  | "parameterDescription"
  | "value"
  | "annotation";

/** A tool as any source lists it; only `name` is required. Other properties are ignored. */
export interface SearchableTool {
  /** The name in a hit. If it is not a string, `setServer` throws `invalid-tool`. */
  name: string;
  title?: string | undefined;
  /** Its first sentence is part of a hit, and counts more than the rest. */
  description?: string | undefined;
  /** JSON Schema of the arguments. */
  inputSchema?: object | undefined;
  /** MCP's tool annotations: `title`, `readOnlyHint`, `destructiveHint`, … */
  annotations?: object | undefined;
  /** The name that code uses, if it differs: it is used in the generated signature. */
  alias?: string | undefined;
  /** How to write the call, shown with a hit. Generated from `inputSchema` if it is missing. */
  signature?: string | undefined;
}

/** Information about a server besides its tools. */
export interface ServerDetails {
  /** The purpose of the server; weak evidence for each of its tools. */
  description?: string | undefined;
}

/**
 * An embedding model: returns vectors of equal length, one for each text and in the same order, as arrays or typed
 * arrays of numbers. If it rejects or returns anything else, the search rejects with `embedding-failed`.
 */
export type Embed = (texts: readonly string[]) => Promise<readonly ArrayLike<number>[]>;

/** How an index reads and ranks. Omitted options have the defaults that are given with them. */
export interface ToolIndexOptions {
  /** How much each place of a word counts; 0 ignores it. Omitted places keep their default. */
  weights?: Partial<Record<EvidenceName, number>> | undefined;
  /**
   * Groups of words with the same meaning, in addition to the built-in ones; `false` disables all of them, as well as
   * abbreviations, phrases, kinds of things and words of other languages.
   */
  synonyms?: readonly (readonly string[])[] | false | undefined;
  /** Correct the spelling of words that the index does not contain. Default true. */
  spelling?: boolean | undefined;
  /** Count words that say little about what is wanted a third: "I am looking for various …". Default true. */
  lightWords?: boolean | undefined;
  /** Prefer tools that contain the words as written, and next to each other. Default true. */
  closeness?: boolean | undefined;
  /** Treat URLs, paths, dates, times and SQL in the query as arguments of the tool. Default true. */
  values?: boolean | undefined;
  /** Prefer tools whose verb means the requested kind of action. Default true. */
  actions?: boolean | undefined;
  /** Make room for other parts of a request, and for other servers whose tools fit as well. Default true. */
  diversify?: boolean | undefined;
  /** Your embedding model, if you have one; its ranking is combined with that of the index. */
  embed?: Embed | undefined;
}

/** Options of one search. */
export interface SearchOptions {
  /** The maximum number of hits. Default 5. */
  limit?: number | undefined;
  /** Only tools of this server. */
  server?: string | undefined;
  /** Omit hits below this score, 0 to 1. Default 0. */
  minScore?: number | undefined;
  /** Explain with each hit where its score comes from. */
  explain?: boolean | undefined;
  /** Include the full `inputSchema` in each hit. */
  includeSchema?: boolean | undefined;
}

/**
 * Why an indexed term matches a word of the query: `value` if the query contains a URL, a path, a date, a time or SQL
 * and the term is a word that tools use for that, `name` if the query mentions the tool by its name; `embedding` is
 * what a model adds to the words.
 */
export type MatchedBy =
  | "word"
  | "spelling"
  | "synonym"
  | "translation"
  | "compound"
  | "value"
  | "name"
  | "embedding";

/** The contribution of one word of the query to a hit's score. */
export interface ScorePart {
  /** The word in the query; empty for `embedding`. */
  word: string;
  /** The indexed stem that matched it. */
  matched: string;
  by: MatchedBy;
  /** The places of the tool that contain it, each with its part of the score. */
  evidence: Partial<Record<EvidenceName, number>>;
  /** All parts of a hit add up to its score. */
  score: number;
}

/** A tool that was found, and what is needed to call it. */
export interface ToolHit {
  /** The server's name, as given to `setServer`. */
  server: string;
  /** The tool's `name`. */
  tool: string;
  /** The first sentence that says something, on one line, at most 64 characters. */
  description: string;
  /** What is needed to write the call: all required arguments, some of the others and the number of the rest. */
  signature: string;
  /** The probability that the tool does what the query asks for, 0 to 1, comparable between queries. */
  score: number;
  /** The tool's own schema, if `includeSchema` is set. */
  inputSchema?: object;
  /** The largest part first, if `explain` is set. */
  explanation?: ScorePart[];
}

/** Tools by server, searchable as soon as they are set. Holds no resource that must be closed. */
export interface ToolIndex {
  /**
   * Adds a server's tools, or replaces its previous ones. Of several tools with the same name the last is kept. Throws
   * `invalid-tool`, and changes nothing, if a tool has no name, and `invalid-options` if `tools` is not an array.
   */
  setServer(server: string, tools: readonly SearchableTool[], details?: ServerDetails): void;
  /**
   * The same as `setServer`, but lets other work run every few milliseconds, whatever the number of tools. Until all
   * are read the server keeps its previous tools; the promise resolves once the new ones are searchable and the others
   * are removed. Another call for the same server overrides it. Rejects where `setServer` would throw.
   */
  loadServer(
    server: string,
    tools: readonly SearchableTool[],
    details?: ServerDetails,
  ): Promise<void>;
  /** Removes a server's tools; an unknown server is not an error. */
  removeServer(server: string): void;
  /** The number of tools. */
  readonly size: number;
  /**
   * Returns the best hits first. Always asynchronous, because `embed` may be; rejects with `embedding-failed` if
   * `embed` fails.
   */
  search(query: string, options?: SearchOptions): Promise<ToolHit[]>;
}
