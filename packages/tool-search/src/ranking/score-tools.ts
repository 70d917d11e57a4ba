import type { Collection } from "../catalog/collection.ts";
import { nameSlots, slotOf, strengths, toolOf, type Postings } from "../catalog/postings.ts";
import { rarityOf } from "../catalog/rarity.ts";
import type { Answer } from "../query/find-answers.ts";
import type { Need } from "../query/need.ts";
import type { Term } from "../words/lexicon.ts";
import { findLeaders } from "./find-leaders.ts";

export interface Scope {
  /** The maximum number of tools to find. */
  count: number;
  /** The only tools to consider; all if undefined. */
  only: readonly number[] | undefined;
  /** Tools whose points are multiplied by `favour`, because the query names their server. */
  favoured: readonly number[];
  favour: number;
}

export interface Scored {
  tool: number;
  points: number;
}

/** The bonuses if the whole query is matched, and if the tool's whole name is in the query. */
const coverageBonus = 1;
const nameBonus = 0.4;
/** A word that no tool contains may be an argument of the call, so it counts half of what a rare word counts. */
const unansweredWorth = 0.5;
/** The maximum factor by which a synonym may count as rarer than the word in the query. */
const synonymBound = 1.5;

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
    let worth = nameWorths[tool]!;
    if (worth > 0) return worth;
    for (const term of collection.nameTerms(tool)) worth += rarityOf(term, collection);
    nameWorths[tool] = worth;
    return worth;
  };

  return (needs, { count, only, favoured, favour }) => {
    if (sums.points.length < collection.capacity) sums = emptySums(2 * collection.capacity);
    if (version !== collection.version) nameWorths = new Float64Array(collection.capacity);
    version = collection.version;
    const { points, named, covered } = sums;
    const wanted = wantedOf(needs, collection);
    const whole = wanted.reduce((sum, { worth }) => sum + worth, 0);
    const { hidden } = collection;
    const isNarrow = only !== undefined || favoured.length > 0 || hidden.size > 0;
    const leave = isNarrow ? Infinity : count;
    const found = addUp(wanted, whole, leave, collection.postings, sums);
    const tools = sums.tools.subarray(0, found);
    for (const tool of tools) points[tool]! *= 1 + (coverageBonus * covered[tool]!) / whole;
    for (const tool of favoured) points[tool]! *= favour;
    const among = only?.filter((tool) => points[tool] !== 0) ?? withoutHidden(tools, hidden);
    // The bonus for the name is only computed where it can still matter.
    const near = findLeaders(among, points, count, 1 / (1 + nameBonus));
    for (const tool of near) {
      if (named[tool] === 0) continue;
      points[tool]! *= 1 + nameBonus * Math.min(1, named[tool]! / nameWorthOf(tool));
    }
    const best = findLeaders(near, points, count).map((tool) => ({ tool, points: points[tool]! }));
    for (const tool of tools) points[tool] = named[tool] = covered[tool] = 0;
    return best;
  };
}

function withoutHidden(tools: Int32Array, hidden: ReadonlySet<number>): Int32Array {
  return hidden.size === 0 ? tools : tools.filter((tool) => !hidden.has(tool));
}

/** The points of a tool that matches every word literally and with the maximum strength. */
export function attainablePoints(
  needs: readonly Need[],
  { favoured, favour }: Scope,
  collection: Pick<Collection, "size">,
): number {
  let whole = 0;
  for (const { weight, answers } of needs) {
    let rarity = 0;
    for (const { term } of answers) rarity = Math.max(rarity, rarityOf(term, collection));
    if (answers.length === 0) rarity = unansweredWorth * rarityOf(undefined, collection);
    whole += weight * rarity;
  }
  return whole * (1 + coverageBonus) * (1 + nameBonus) * (favoured.length > 0 ? favour : 1);
}

interface Sums {
  points: Float64Array;
  /** The rarity of the words of the name that are in the query. */
  named: Float64Array;
  /** The value of the needs that are answered. */
  covered: Float64Array;
  /** The tools that have points. */
  tools: Int32Array;
  /** For the current need: the points of its best answer, which answer that is, and the tools. */
  gain: Float64Array;
  gainBy: Uint16Array;
  answered: Int32Array;
}

function emptySums(length: number): Sums {
  return {
    points: new Float64Array(length),
    named: new Float64Array(length),
    covered: new Float64Array(length),
    tools: new Int32Array(length),
    gain: new Float64Array(length),
    gainBy: new Uint16Array(length),
    answered: new Int32Array(length),
  };
}

/** A need with the value of its answers in this collection. */
interface Wanted {
  terms: readonly Term[];
  rarities: readonly number[];
  weight: number;
  /** The maximum that it can add. */
  worth: number;
}

function wantedOf(needs: readonly Need[], collection: Collection): Wanted[] {
  return needs.map(({ answers, weight }) => {
    const asked = rarityOfAsked(answers, collection);
    const rarities = answers.map(({ term, weight: fits, by }) => {
      const rarity = rarityOf(term, collection);
      return fits * (by === "synonym" ? Math.min(rarity, synonymBound * asked) : rarity);
    });
    const worth = Math.max(0, ...rarities) * weight;
    return { terms: answers.map(({ term }) => term), rarities, weight, worth };
  });
}

/**
 * If most tools read something, the only one that "retrieves" is still not what "read" means: the rarity of synonyms is
 * limited by this one.
 */
function rarityOfAsked(answers: readonly Answer[], collection: Collection): number {
  const own = answers.filter(({ by }) => by !== "synonym");
  return own.length === 0
    ? Infinity
    : Math.max(...own.map(({ term }) => rarityOf(term, collection)));
}

/**
 * Adds up what each tool gets, and gives the number of tools that have points. The needs that can give most
 * come first. As soon as what is left cannot lift a tool without points among the best `leave`, tools
 * without points are passed over (as in MaxScore, Turtle and Flood, 1995): the lists of common words are long.
 */
function addUp(
  wanted: readonly Wanted[],
  whole: number,
  leave: number,
  postings: Postings,
  sums: Sums,
): number {
  const { points, named, covered, tools, gain, gainBy, answered } = sums;
  let found = 0;
  let left = whole;
  let isClosed = false;
  for (const { terms, rarities, weight, worth } of wanted.toSorted((a, b) => b.worth - a.worth)) {
    if (!isClosed && found > leave && left < whole / 2) {
      const most = left * (1 + (coverageBonus * left) / whole) * (1 + nameBonus);
      isClosed = countAtLeast(most, tools.subarray(0, found), points) >= leave;
    }
    left -= worth;
    let count = 0;
    for (let by = 0; by < terms.length; by++) {
      const list = postings.find(terms[by]!);
      const offer = rarities[by]! * weight;
      for (let index = 0; index < list.length; index++) {
        const posting = list[index]!;
        const tool = toolOf(posting);
        if (isClosed && points[tool] === 0) continue;
        const slot = slotOf(posting);
        const offered = offer * strengths[slot]!;
        const known = gain[tool]!;
        if (offered <= known) continue;
        if (known === 0) answered[count++] = tool;
        gain[tool] = offered;
        gainBy[tool] = 2 * by + (slot < nameSlots ? 1 : 0);
      }
    }
    for (let index = 0; index < count; index++) {
      const tool = answered[index]!;
      const code = gainBy[tool]!;
      const rarity = rarities[code >> 1]!;
      if (points[tool] === 0) tools[found++] = tool;
      points[tool]! += gain[tool]!;
      covered[tool]! += rarity * weight;
      if ((code & 1) === 1) named[tool]! += rarity;
      gain[tool] = 0;
    }
  }
  return found;
}

function countAtLeast(least: number, tools: Int32Array, points: Float64Array): number {
  let count = 0;
  for (let index = 0; index < tools.length; index++) if (points[tools[index]!]! >= least) count++;
  return count;
}
