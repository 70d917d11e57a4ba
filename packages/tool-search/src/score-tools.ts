import { findLeaders } from "./find-leaders.ts";
import type { Postings } from "./postings.ts";
import { rarityOf, type Frequencies } from "./rarity.ts";
import type { Need } from "./read-query.ts";

/** What has to be known of the whole collection to score a tool. */
export interface Collection extends Frequencies {
  postings: Postings;
  /** One more than the highest number of a tool. */
  readonly capacity: number;
  /** Another number after each change. */
  readonly version: number;
  /** The terms of a tool's name. */
  nameTerms(tool: number): readonly string[];
}

export interface Scope {
  /** Most tools to find. */
  count: number;
  /** The only tools to look at; all where undefined. */
  only: readonly number[] | undefined;
  /** Tools that get more, because the query names their server. */
  favoured: readonly number[];
}

export interface Scored {
  tool: number;
  points: number;
}

/** How much it adds that the whole query was answered, that the tool's whole name was asked for, that it is favoured. */
const coverageBonus = 2;
const nameBonus = 0.4;
const favour = 2;
/** A word that no tool has may be an argument of the call, so it counts half of what a rare word counts. */
const unansweredWorth = 0.5;

export type ScoreTools = (needs: readonly Need[], scope: Scope) => Scored[];

/**
 * Gives the best tools with their points, in no order. Each need is answered by its best answer in each
 * tool. A tool's sum over its needs then grows with the share of the query that it answers and with the
 * share of its own name that was asked for. The arrays are kept from search to search.
 */
export function createScoreTools(collection: Collection): ScoreTools {
  let sums = emptySums(0);
  let nameWorths = new Float64Array(0);
  let version = -1;

  const nameWorthOf = (tool: number): number => {
    let worth = nameWorths[tool] ?? 0;
    if (worth > 0) return worth;
    for (const term of collection.nameTerms(tool)) worth += rarityOf(term, collection);
    nameWorths[tool] = worth;
    return worth;
  };

  return (needs, { count, only, favoured }) => {
    if (sums.points.length < collection.capacity) sums = emptySums(2 * collection.capacity);
    if (version !== collection.version) nameWorths = new Float64Array(collection.capacity);
    version = collection.version;
    const { points, named, covered } = sums;
    const { tools, whole } = addUp(needs, collection, sums);
    for (const tool of tools) {
      points[tool]! *= 1 + (coverageBonus * covered[tool]!) / whole;
      const namedShare = named[tool] === 0 ? 0 : Math.min(1, named[tool]! / nameWorthOf(tool));
      points[tool]! *= 1 + nameBonus * namedShare;
    }
    for (const tool of favoured) points[tool]! *= favour;
    const among = only === undefined ? tools : only.filter((tool) => points[tool] !== 0);
    const best = findLeaders(among, points, count).map((tool) => ({ tool, points: points[tool]! }));
    for (const tool of tools) points[tool] = named[tool] = covered[tool] = 0;
    return best;
  };
}

/** What a tool would reach that answers every word, literally and as strongly as can be. */
export function attainablePoints(
  needs: readonly Need[],
  { favoured }: Scope,
  collection: Frequencies,
): number {
  let whole = 0;
  for (const { weight, answers } of needs) {
    let rarity = 0;
    for (const { term } of answers) rarity = Math.max(rarity, rarityOf(term, collection));
    if (answers.length === 0) rarity = unansweredWorth * rarityOf("", collection);
    whole += weight * rarity;
  }
  return whole * (1 + coverageBonus) * (1 + nameBonus) * (favoured.length > 0 ? favour : 1);
}

interface Sums {
  points: Float64Array;
  /** Rarity of the name's words that were asked for. */
  named: Float64Array;
  /** Worth of the needs that are answered. */
  covered: Float64Array;
  /** The same three of the need at hand. */
  gain: Float64Array;
  gainNamed: Float64Array;
  gainCovered: Float64Array;
}

function emptySums(length: number): Sums {
  return {
    points: new Float64Array(length),
    named: new Float64Array(length),
    covered: new Float64Array(length),
    gain: new Float64Array(length),
    gainNamed: new Float64Array(length),
    gainCovered: new Float64Array(length),
  };
}

function addUp(
  needs: readonly Need[],
  collection: Collection,
  { points, named, covered, gain, gainNamed, gainCovered }: Sums,
): { tools: number[]; whole: number } {
  const tools: number[] = [];
  let whole = 0;
  for (const need of needs) {
    const answered: number[] = [];
    let most = 0;
    for (const answer of need.answers) {
      const rarity = rarityOf(answer.term, collection) * answer.weight;
      const worth = rarity * need.weight;
      most = Math.max(most, worth);
      for (const posting of collection.postings.find(answer.term)) {
        const offered = worth * posting.strength;
        const inName = posting.inName ? rarity : 0;
        for (const tool of posting.tools) {
          if (gain[tool] === 0) answered.push(tool);
          else if (offered <= gain[tool]!) continue;
          gain[tool] = offered;
          gainNamed[tool] = inName;
          gainCovered[tool] = worth;
        }
      }
    }
    whole += most;
    for (const tool of answered) {
      if (points[tool] === 0) tools.push(tool);
      points[tool]! += gain[tool]!;
      named[tool]! += gainNamed[tool]!;
      covered[tool]! += gainCovered[tool]!;
      gain[tool] = 0;
    }
  }
  return { tools, whole };
}
