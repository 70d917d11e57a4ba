import type { IndexedTool } from "../catalog/indexed-tools.ts";
import type { Need } from "../query/need.ts";
import { actions, computing, reading } from "../vocabulary/actions.ts";
import type { Word } from "../words/lexicon.ts";
import { stem } from "../words/stem.ts";
import type { Scored } from "./score-tools.ts";

/** The bonus for a tool that performs the requested kind of action, and the penalty for another kind. */
const sameBonus = 0.2;
const otherLoss = 0.1;
/** The verb is among the first words of a request. */
const firstWords = 3;

const kindOf: ReadonlyMap<string, number> = new Map(
  actions.flatMap((verbs, kind) => verbs.map((verb) => [stem(verb), kind] as const)),
);

/**
 * Raises the points of tools that perform the action which a part of the query asks for: to read, create, change,
 * delete or compute something. Both are recognized by their verbs. If either has none, nothing changes.
 */
export function favourAction(
  scored: readonly Scored[],
  needs: readonly Need[],
  collection: { get(tool: number): IndexedTool },
): readonly Scored[] {
  const asked = actionsAskedFor(needs);
  if (asked.size === 0) return scored;
  // Another part of the query may ask for a different action.
  const loss = needs.at(-1)!.part === 0 ? otherLoss : 0;
  return scored.map(({ tool, points }) => {
    const action = actionOf(collection.get(tool));
    if (action === undefined) return { tool, points };
    return { tool, points: points * (asked.has(action) ? 1 + sameBonus : 1 - loss) };
  });
}

/**
 * For each part of the query, the first known verb, as written or with its spelling corrected. A question asks to read
 * or to compute something, whatever verb it contains: "Who created the board?"
 */
function actionsAskedFor(needs: readonly Need[]): Set<number> {
  const asked = new Set<number>();
  const read = new Map<number, number>();
  const done = new Set<number>();
  for (const { part, isAsked, forms } of needs) {
    if (isAsked) {
      asked.add(reading).add(computing);
      done.add(part);
    }
    const count = (read.get(part) ?? 0) + 1;
    read.set(part, count);
    if (count > firstWords || done.has(part)) continue;
    const action = firstAction(forms.map(({ word }) => word));
    if (action === undefined) continue;
    asked.add(action);
    done.add(part);
  }
  return asked;
}

/** By a verb in its name, or otherwise by the first word of its description. */
function actionOf({ texts: [name = [], , summary = []] }: IndexedTool): number | undefined {
  return firstAction(name) ?? firstAction(summary.slice(0, 1));
}

function firstAction(words: readonly Word[]): number | undefined {
  for (const { term } of words) {
    const action = term && kindOf.get(term.stem);
    if (action !== undefined) return action;
  }
  return undefined;
}
