import { evidenceNames, type EvidenceName, type EvidenceWeights } from "./evidence.ts";
import { bitOf, countIn } from "./places.ts";
import type { Postings } from "./postings.ts";
import type { Alternative, Need } from "./read-query.ts";

/** What one word of the query gave to one tool. */
export interface Contribution {
  need: Need;
  alternative: Alternative;
  places: number;
  points: number;
}

export interface Ranked {
  tool: number;
  points: number;
}

/** A tool as far as scoring needs it. */
export interface ScoredTool {
  lengths: Readonly<Record<EvidenceName, number>>;
  nameTerms: readonly string[];
}

export interface Scoring {
  postings: Postings;
  weights: EvidenceWeights;
  tools: ReadonlyMap<number, ScoredTool>;
  accept: (tool: number) => boolean;
}

/** Term saturation of BM25 (Robertson and Zaragoza, 2009), over weighted fields. */
const saturation = 1.2;
const lengthInfluence = 0.6;
/** Length of a usual text of each place, in words: longer ones count less. */
const usualLength: Readonly<Record<EvidenceName, number>> = {
  server: 2,
  serverDescription: 15,
  name: 3,
  title: 3,
  summary: 12,
  description: 25,
  parameter: 5,
  parameterDescription: 40,
  value: 8,
  annotation: 1,
};
const nameBit = bitOf("name");
const nameBonus = 0.5;

/** Tools with their points, in no order, and for each the words that gave them. */
export function scoreTools(needs: readonly Need[], scoring: Scoring): Map<number, Contribution[]> {
  const found = new Map<number, Contribution[]>();
  for (const need of needs) {
    const best = new Map<number, Contribution>();
    for (const alternative of need.alternatives) {
      const rarity = rarityOf(alternative.term, scoring) * alternative.weight;
      for (const { places, tools } of scoring.postings.find(alternative.term)) {
        for (const tool of tools) {
          if (!scoring.accept(tool)) continue;
          const points = rarity * strengthOf(places, tool, scoring);
          const present = best.get(tool);
          if (present === undefined || present.points < points) {
            best.set(tool, { need, alternative, places, points });
          }
        }
      }
    }
    for (const [tool, contribution] of best) {
      const contributions = found.get(tool);
      if (contributions === undefined) found.set(tool, [contribution]);
      else contributions.push(contribution);
    }
  }
  return found;
}

/** How much of the tool's own name was asked for, from 0 to 1, added as a share of its points. */
export function pointsOf(
  tool: number,
  contributions: readonly Contribution[],
  scoring: Scoring,
): number {
  let points = 0;
  let named = 0;
  for (const contribution of contributions) {
    points += contribution.points;
    if ((contribution.places & nameBit) === 0) continue;
    named += rarityOf(contribution.alternative.term, scoring) * contribution.alternative.weight;
  }
  let whole = 0;
  for (const term of scoring.tools.get(tool)!.nameTerms) whole += rarityOf(term, scoring);
  return points * (1 + nameBonus * Math.min(1, whole > 0 ? named / whole : 0));
}

export function rarityOf(term: string, { postings, tools }: Scoring): number {
  const frequency = postings.frequency(term);
  return Math.log(1 + (tools.size - frequency + 0.5) / (frequency + 0.5));
}

function strengthOf(places: number, tool: number, { weights, tools }: Scoring): number {
  const { lengths } = tools.get(tool)!;
  let sum = 0;
  for (const [position, name] of evidenceNames.entries()) {
    const count = countIn(places, position);
    if (count === 0) continue;
    const relativeLength = lengths[name] / usualLength[name];
    sum += (weights[name] * count) / (1 - lengthInfluence + lengthInfluence * relativeLength);
  }
  return sum / (sum + saturation);
}
