import type { Postings } from "./postings.ts";

export interface Frequencies {
  postings: Pick<Postings, "frequency">;
  /** Number of tools. */
  readonly size: number;
}

/** Inverse document frequency as in BM25, never negative. */
export function rarityOf(term: string, { postings, size }: Frequencies): number {
  const frequency = postings.frequency(term);
  return Math.log(1 + (size - frequency + 0.5) / (frequency + 0.5));
}
