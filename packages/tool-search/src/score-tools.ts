import type { Postings } from "./postings.ts";
import type { Need } from "./read-query.ts";

/** What has to be known of the whole collection to score a tool. */
export interface Collection {
  postings: Postings;
  /** Number of tools. */
  readonly size: number;
  /** One more than the highest number of a tool. */
  readonly capacity: number;
  /** The terms of a tool's name. */
  nameTerms(tool: number): readonly string[];
}

export interface Scored {
  tool: number;
  points: number;
}

/** How much it adds that the whole query was answered, and that the tool's whole name was asked for. */
const coverageBonus = 2;
const nameBonus = 0.4;
/** A word that no tool has may be an argument of the call, so it counts half of what a rare word counts. */
const unansweredWorth = 0.5;

/**
 * The tools that may be among the `count` best, with their points, in no order. Each need is answered
 * by its best answer in each tool. A tool's sum over its needs then grows with the share of the
 * query that it answers and with the share of its own name that was asked for. `factorOf` favours a tool,
 * or leaves it out where it is 0.
 */
export function scoreTools(
  needs: readonly Need[],
  count: number,
  factorOf: (tool: number) => number,
  collection: Collection,
): Scored[] {
  const { points, named, covered, tools, whole } = addUp(needs, collection);
  for (const tool of tools) {
    points[tool]! *= factorOf(tool) * (1 + (coverageBonus * covered[tool]!) / whole);
  }
  const accepted = tools.filter((tool) => points[tool]! > 0);
  const most = (tool: number): number => points[tool]! * (named[tool] === 0 ? 1 : 1 + nameBonus);
  return leadersOf(accepted, most, count).map((tool) => ({
    tool,
    points: points[tool]! * (1 + nameBonus * shareOfName(tool, named[tool]!, collection)),
  }));
}

/** What a tool would reach that answers every word, literally and as strongly as can be. */
export function attainablePoints(needs: readonly Need[], collection: Collection): number {
  let whole = 0;
  for (const { weight, answers } of needs) {
    let rarity = unansweredWorth * rarityOf("", collection);
    if (answers.length > 0)
      rarity = Math.max(...answers.map(({ term }) => rarityOf(term, collection)));
    whole += weight * rarity;
  }
  return whole * (1 + coverageBonus) * (1 + nameBonus);
}

/** Inverse document frequency as in BM25, never negative. */
export function rarityOf(term: string, { postings, size }: Collection): number {
  const frequency = postings.frequency(term);
  return Math.log(1 + (size - frequency + 0.5) / (frequency + 0.5));
}

function addUp(needs: readonly Need[], collection: Collection) {
  const numbers = (): Float64Array => new Float64Array(collection.capacity);
  const [points, named, covered] = [numbers(), numbers(), numbers()];
  const [best, bestNamed, bestCovered] = [numbers(), numbers(), numbers()];
  const tools: number[] = [];
  let whole = 0;
  for (const need of needs) {
    const answered: number[] = [];
    let most = 0;
    for (const answer of need.answers) {
      const rarity = rarityOf(answer.term, collection) * answer.weight;
      const worth = rarity * need.weight;
      most = Math.max(most, worth);
      for (const { strength, inName, tools: having } of collection.postings.find(answer.term)) {
        const gain = worth * strength;
        for (const tool of having) {
          if (best[tool] === 0) answered.push(tool);
          else if (gain <= best[tool]!) continue;
          best[tool] = gain;
          bestNamed[tool] = inName ? rarity : 0;
          bestCovered[tool] = worth;
        }
      }
    }
    whole += most;
    for (const tool of answered) {
      if (points[tool] === 0) tools.push(tool);
      points[tool]! += best[tool]!;
      named[tool]! += bestNamed[tool]!;
      covered[tool]! += bestCovered[tool]!;
      best[tool] = 0;
    }
  }
  return { points, named, covered, tools, whole };
}

function shareOfName(tool: number, named: number, collection: Collection): number {
  if (named === 0) return 0;
  let whole = 0;
  for (const term of collection.nameTerms(tool)) whole += rarityOf(term, collection);
  return Math.min(1, named / whole);
}

const bins = 512;

/** The `count` tools with the highest value, and those that are hardly below, without sorting them all. */
function leadersOf(
  tools: readonly number[],
  valueOf: (tool: number) => number,
  count: number,
): readonly number[] {
  if (tools.length <= count) return tools;
  let highest = 0;
  for (const tool of tools) highest = Math.max(highest, valueOf(tool));
  const binOf = (tool: number): number => Math.floor((valueOf(tool) / highest) * (bins - 1));
  const sizes = new Uint32Array(bins);
  for (const tool of tools) sizes[binOf(tool)]!++;
  let least = bins - 1;
  for (let taken = sizes[least]!; taken < count && least > 0;) taken += sizes[--least]!;
  return tools.filter((tool) => binOf(tool) >= least);
}
