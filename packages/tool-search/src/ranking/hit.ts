import type { IndexedTool } from "../catalog/indexed-tools.ts";

export interface Hit {
  tool: IndexedTool;
  server: string;
  name: string;
  /** The share of the attainable points that it gets for words. */
  share: number;
  /** How well it fits on its own, 0 to 1: hits are chosen by it. */
  fit: number;
  /** The probability that it is right, given the others. */
  score: number;
  /** The result of the words alone. */
  wordScore: number;
  /** Whether the query mentions it by its name: such hits come first. */
  isNamed: boolean;
}
