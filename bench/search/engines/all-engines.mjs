import { bm25 } from "./bm25.mjs";
import { flexsearchIdf } from "./flexsearch-idf.mjs";
import { flexsearch, flexsearchSuggest } from "./flexsearch.mjs";
import { fuse } from "./fuse.mjs";
import { minisearch, minisearchTuned } from "./minisearch.mjs";
import { orama, oramaTolerant } from "./orama.mjs";

/**
 * @typedef {{server: string, tool: string}} Found
 * @typedef {(query: string, limit: number) => Found[] | Promise<Found[]>} Search
 * @typedef {{name: string, slow?: boolean, build: (tools: any[]) => Search | Promise<Search>}} Engine
 * @type {Engine[]}
 */
export const otherEngines = [
  flexsearch,
  flexsearchSuggest,
  flexsearchIdf,
  minisearch,
  minisearchTuned,
  fuse,
  orama,
  oramaTolerant,
  bm25,
];
