/**
 * The places where a word of a tool can stand. `summary` is the description's first sentence, which counts beside
 * `description` and not instead of it; `value` is what an argument may be (`enum`, `const`); `annotation` is `readonly`
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

/** A tool as any source lists it; only `name` is needed. Other properties are ignored. */
export interface SearchableTool {
  /** What a hit calls it. Without a string here, `setServer` throws `invalid-tool`. */
  name: string;
  title?: string | undefined;
  /** Its first sentence stands in a hit, and counts more than the rest. */
  description?: string | undefined;
  /** JSON Schema of the arguments. */
  inputSchema?: object | undefined;
  /** MCP's tool annotations: `title`, `readOnlyHint`, `destructiveHint`, … */
  annotations?: object | undefined;
  /** What code calls it, where that is not its name: stands in the signature that is written for it. */
  alias?: string | undefined;
  /** How the call is written, shown with a hit. Written from `inputSchema` where it is missing. */
  signature?: string | undefined;
}

/** What is known of a server beside its tools. */
export interface ServerDetails {
  /** What the server is for; weak evidence for each of its tools. */
  description?: string | undefined;
}

/**
 * An embedding model: vectors of equal length, one for each text and in their order; arrays or typed arrays of numbers.
 * Where it rejects or gives anything else, the search rejects with `embedding-failed`.
 */
export type Embed = (texts: readonly string[]) => Promise<readonly ArrayLike<number>[]>;

/** How an index reads and ranks. What is left out has the default that its line names. */
export interface ToolIndexOptions {
  /** How much each place of a word counts; 0 leaves it out. Unnamed ones keep their default. */
  weights?: Partial<Record<EvidenceName, number>> | undefined;
  /** Groups of words that mean the same, used beside the built-in ones; `false`: none at all, nor abbreviations, kinds of things or words of other languages. */
  synonyms?: readonly (readonly string[])[] | false | undefined;
  /** Mend words that the index does not know. Default true. */
  spelling?: boolean | undefined;
  /** Count a third what tells little of what is asked for: "I am looking for various …". Default true. */
  lightWords?: boolean | undefined;
  /** Favour tools that have the words as they were written, and side by side. Default true. */
  closeness?: boolean | undefined;
  /** Take URLs, paths, dates, times and SQL in the query for what the tool is to be given. Default true. */
  values?: boolean | undefined;
  /** Favour tools whose verb does the kind of thing that is asked for. Default true. */
  actions?: boolean | undefined;
  /** Make room for other parts of a request, and for other servers that fit as well. Default true. */
  diversify?: boolean | undefined;
  /** Your embedding model, if you have one; its ranking is fused with the index's own. */
  embed?: Embed | undefined;
}

/** What one search asks for beside its words. */
export interface SearchOptions {
  /** Most hits to return. Default 5. */
  limit?: number | undefined;
  /** Only tools of this server. */
  server?: string | undefined;
  /** Leave out hits below this score, 0 to 1. Default 0. */
  minScore?: number | undefined;
  /** Say with each hit where its score comes from. */
  explain?: boolean | undefined;
  /** Put the full `inputSchema` into each hit. */
  includeSchema?: boolean | undefined;
}

/**
 * Why an indexed term stands for a word of the query: `value` where the query has a URL, a path, a date, a time or SQL
 * and the term is what tools call that, `name` where the query calls the tool by its name; `embedding` is what a model adds to the words.
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

/** What one word of the query gave to a hit. */
export interface ScorePart {
  /** The word as it was asked; empty for `embedding`. */
  word: string;
  /** The indexed stem that answered it. */
  matched: string;
  by: MatchedBy;
  /** The places of the tool that have it, each with its part of the score. */
  evidence: Partial<Record<EvidenceName, number>>;
  /** All parts of a hit add up to its score. */
  score: number;
}

/** A tool that was found, and what is needed to call it. */
export interface ToolHit {
  /** The name that `setServer` was given. */
  server: string;
  /** The tool's `name`. */
  tool: string;
  /** The first sentence, on one line, at most 80 characters. */
  description: string;
  /** What is needed to write the call: all required arguments, a few of the others and their number. */
  signature: string;
  /** The chance that the tool does what was asked for, 0 to 1, comparable between queries. */
  score: number;
  /** As the tool has it, where `includeSchema` asks for it. */
  inputSchema?: object;
  /** The largest part first, where `explain` asks for it. */
  explanation?: ScorePart[];
}

/** Tools by server, searchable as soon as they are set. Holds no resource that has to be closed. */
export interface ToolIndex {
  /** Adds a server's tools, or replaces those it had. Of tools of one name the last is kept. Throws `invalid-tool`, and changes nothing, where one has no name, and `invalid-options` where `tools` is no array. */
  setServer(server: string, tools: readonly SearchableTool[], details?: ServerDetails): void;
  /** The same as `setServer`, but gives way to other work every few milliseconds, whatever the number of tools. Until all are read the server has those it had; the promise resolves once it has the new ones and the others are forgotten. Another call for the same server overrides it. Rejects where `setServer` throws. */
  loadServer(
    server: string,
    tools: readonly SearchableTool[],
    details?: ServerDetails,
  ): Promise<void>;
  /** Removes a server's tools; an unknown server is no error. */
  removeServer(server: string): void;
  /** Number of tools. */
  readonly size: number;
  /** Best hits first. Always asynchronous, because `embed` may be; rejects with `embedding-failed` where `embed` fails. */
  search(query: string, options?: SearchOptions): Promise<ToolHit[]>;
}
