import { evidenceNames, type Evidence, type EvidenceName } from "./evidence.ts";

/**
 * Where a word stands in a tool, as one number: a bit for each kind of evidence, in the order of
 * `evidenceNames`, and above them two bits that say how often the description has it (0 to 3).
 */
const countShift = evidenceNames.length;

export function bitOf(name: EvidenceName): number {
  return 1 << evidenceNames.indexOf(name);
}

/** The places of each term of a tool; `termOf` gives undefined for words that are not indexed. */
export function readPlaces(
  evidence: Evidence,
  termOf: (word: string) => string | undefined,
): Map<string, number> {
  const places = new Map<string, number>();
  for (const [position, name] of evidenceNames.entries()) {
    for (const word of evidence[name]) {
      const term = termOf(word);
      if (term === undefined) continue;
      let combination = (places.get(term) ?? 0) | (1 << position);
      if (name === "description" && combination >> countShift < 3) combination += 1 << countShift;
      places.set(term, combination);
    }
  }
  return places;
}

export function countIn(places: number, position: number): number {
  if (((places >> position) & 1) === 0) return 0;
  return evidenceNames[position] === "description" ? places >> countShift : 1;
}

export function namesIn(places: number): EvidenceName[] {
  return evidenceNames.filter((_, position) => ((places >> position) & 1) === 1);
}
