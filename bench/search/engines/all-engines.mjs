import { bm25 } from "./bm25.mjs";
import { flexsearch, flexsearchSuggest } from "./flexsearch.mjs";
import { fuse } from "./fuse.mjs";
import { minisearch, minisearchTuned } from "./minisearch.mjs";
import { orama, oramaTolerant } from "./orama.mjs";

export const otherEngines = [
  flexsearch,
  flexsearchSuggest,
  minisearch,
  minisearchTuned,
  fuse,
  orama,
  oramaTolerant,
  bm25,
];
