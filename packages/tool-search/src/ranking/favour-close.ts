import type { IndexedTool } from "../catalog/indexed-tools.ts";
import { rarityOf } from "../catalog/rarity.ts";
import type { Need } from "../query/need.ts";
import type { Term } from "../words/lexicon.ts";
import type { Scored } from "./score-tools.ts";

/** The bonus if the tool contains the words exactly as written, and next to each other. */
const writtenBonus = 0.5;
const besideBonus = 0.8;
/** Words that are further apart than this are considered unrelated. */
const reach = 2;

export const closenessBonus: number = (1 + writtenBonus) * (1 + besideBonus);

interface Asked {
  need: number;
  weight: number;
}

/**
 * Raises the points of tools that match the words of the query closely: that contain them in the same form, not just
 * with the same stem, or that contain words next to each other, in either order, that are neighbours in the query, in
 * their name, title or first sentence. Reads word by word, so it is only used for a few tools that were found.
 */
export function favourClose(
  scored: readonly Scored[],
  needs: readonly Need[],
  collection: { readonly size: number; get(tool: number): IndexedTool },
): Scored[] {
  const worths = needs.map(({ answers, weight }) => {
    const best = answers.map((answer) => rarityOf(answer.term, collection) * answer.weight);
    return weight * Math.max(0, ...best);
  });
  const whole = worths.reduce((sum, worth) => sum + worth, 0);
  const asked = needsByTerm(needs);
  const nearness = new Float64Array(needs.length);
  const last = new Int32Array(needs.length + 1);
  return scored.map(({ tool: id, points }) => {
    const tool = collection.get(id);
    const written = worthAsWritten(tool, needs, worths) / whole;
    const beside = worthSideBySide(tool, asked, worths, { nearness, last }) / whole;
    const factor = (1 + writtenBonus * written) * (1 + besideBonus * beside);
    return { tool: id, points: points * factor };
  });
}

/** Reused for every tool. */
interface Scratch {
  /** For each need, how close the next one is, 0 to 1. */
  nearness: Float64Array;
  /** The last position of a word that answers a need. */
  last: Int32Array;
}

function needsByTerm(needs: readonly Need[]): Map<Term, Asked[]> {
  const asked = new Map<Term, Asked[]>();
  for (const [need, { answers }] of needs.entries()) {
    for (const { term, weight } of answers) {
      const known = asked.get(term);
      if (known === undefined) asked.set(term, [{ need, weight }]);
      else known.push({ need, weight });
    }
  }
  return asked;
}

function worthAsWritten(
  { words }: IndexedTool,
  needs: readonly Need[],
  worths: readonly number[],
): number {
  let sum = 0;
  for (const [need, { forms }] of needs.entries()) {
    let most = 0;
    for (const { word, weight } of forms) if (weight > most && words.includes(word)) most = weight;
    sum += most * worths[need]!;
  }
  return sum;
}

function worthSideBySide(
  { texts }: IndexedTool,
  asked: ReadonlyMap<Term, readonly Asked[]>,
  worths: readonly number[],
  { nearness, last }: Scratch,
): number {
  nearness.fill(0);
  for (const words of texts) {
    last.fill(-reach - 1);
    for (let index = 0; index < words.length; index++) {
      const { term } = words[index]!;
      const here = term && asked.get(term);
      if (here === undefined) continue;
      for (const { need, weight } of here) {
        for (const other of [need - 1, need + 1]) {
          const apart = index - (last[other] ?? -reach - 1);
          if (apart > reach || apart === 0) continue;
          const pair = Math.min(need, other);
          nearness[pair] = Math.max(nearness[pair]!, weight / apart);
        }
      }
      for (const { need } of here) last[need] = index;
    }
  }
  let sum = 0;
  for (let pair = 0; pair + 1 < worths.length; pair++) {
    sum += nearness[pair]! * Math.min(worths[pair]!, worths[pair + 1]!);
  }
  return sum;
}
