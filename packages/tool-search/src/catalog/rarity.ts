import type { Term } from "../words/lexicon.ts";

/** Inverse document frequency as in BM25, never negative; `undefined` stands for a term that no tool contains. */
export function rarityOf(term: Term | undefined, { size }: { readonly size: number }): number {
  const frequency = term?.tools ?? 0;
  return Math.log(1 + (size - frequency + 0.5) / (frequency + 0.5));
}
