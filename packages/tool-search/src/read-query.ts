import { segmentWords } from "./segment-words.ts";
import type { Spelling } from "./spelling.ts";
import { stem } from "./stem.ts";
import type { Thesaurus } from "./thesaurus.ts";
import type { ScorePart } from "./types.ts";

/** An indexed term that can answer a word of the query. */
export interface Alternative {
  term: string;
  weight: number;
  by: ScorePart["by"];
}

/** One word of the query with all that can answer it. */
export interface Need {
  word: string;
  alternatives: Alternative[];
}

export interface QueryReader {
  isStopWord: (word: string) => boolean;
  has: (term: string) => boolean;
  spelling: Spelling | undefined;
  thesaurus: Thesaurus;
}

const maxLength = 2_000;
const maxNeeds = 32;
const synonymWeight = 0.4;
const mendedWeight = [1, 0.85, 0.6];

export function readQuery(query: string, reader: QueryReader): Need[] {
  const needs = new Map<string, Need>();
  const words = segmentWords(query.slice(0, maxLength));
  for (const word of words) {
    if (needs.size >= maxNeeds) break;
    if (reader.isStopWord(word) || needs.has(stem(word))) continue;
    const alternatives = alternativesOf(word, reader);
    if (alternatives.length > 0) needs.set(stem(word), { word, alternatives });
  }
  return [...needs.values()];
}

function alternativesOf(word: string, reader: QueryReader): Alternative[] {
  const term = stem(word);
  const direct: Alternative[] = [];
  if (reader.has(term)) {
    direct.push({ term, weight: 1, by: "word" });
  } else if (reader.spelling !== undefined && !reader.spelling.has(word)) {
    const mended = reader.spelling.mend(word);
    if (mended[0] !== undefined && reader.isStopWord(mended[0].word)) return [];
    for (const { word: candidate, distance } of mended) {
      if (reader.isStopWord(candidate)) continue;
      direct.push({ term: stem(candidate), weight: mendedWeight[distance]!, by: "spelling" });
    }
  }
  if (direct.length === 0) direct.push({ term, weight: 1, by: "word" });
  const known = new Map<string, Alternative>();
  for (const alternative of direct) {
    offer(known, alternative);
    for (const synonym of reader.thesaurus(alternative.term)) {
      offer(known, {
        term: synonym,
        weight: alternative.weight * synonymWeight,
        by: "synonym",
      });
    }
  }
  return [...known.values()].filter((alternative) => reader.has(alternative.term));
}

function offer(known: Map<string, Alternative>, alternative: Alternative): void {
  const present = known.get(alternative.term);
  if (present === undefined || present.weight < alternative.weight) {
    known.set(alternative.term, alternative);
  }
}
