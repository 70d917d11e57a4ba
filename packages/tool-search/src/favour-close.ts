import type { IndexedTool } from "./catalog.ts";
import type { Term } from "./lexicon.ts";
import { rarityOf } from "./rarity.ts";
import type { Need } from "./read-query.ts";
import type { Scored } from "./score-tools.ts";

/** How much it adds that the words stand in the tool as they were asked, and side by side. */
const writtenBonus = 0.5;
const besideBonus = 0.8;
/** Words that are further apart than this stand in no relation. */
const reach = 2;

export const closenessBonus: number = (1 + writtenBonus) * (1 + besideBonus);

interface Asked {
  need: number;
  weight: number;
}

/**
 * Raises the points of tools that are close to the words of the query: that have them in the same form,
 * not just the same stem, and that have neighbours as neighbours, in either order, in their name, title or
 * first sentence. Read word by word, so it is for a few tools that were found.
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

/** Kept from tool to tool. */
interface Scratch {
  /** Of each need how near the next one stands, 0 to 1. */
  nearness: Float64Array;
  /** Where a word was last that answers a need. */
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
