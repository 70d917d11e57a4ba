import type { Term } from "../words/lexicon.ts";
import type { Postings } from "./postings.ts";

/** The properties of the whole collection that are needed to score a tool. */
export interface Collection {
  postings: Postings;
  /** The number of tools in the lists. */
  readonly size: number;
  /** The tools in the lists that must not be found. */
  readonly hidden: ReadonlySet<number>;
  /** One more than the highest tool number. */
  readonly capacity: number;
  /** Changes with every change of the collection. */
  readonly version: number;
  /** The terms of a tool's name. */
  nameTerms(tool: number): readonly Term[];
}
