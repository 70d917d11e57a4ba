import type { RunFacts } from "./facts.ts";

// JSON leaves these as they are, and to a terminal some of them begin a sequence as ESC does.
const controlOfLaterStandards = /[\u007F-\u009F]/g;

/** The facts as JSON on a single line, in which no control character stands as it is. */
export function formatJson(facts: RunFacts): string {
  return JSON.stringify(facts).replaceAll(
    controlOfLaterStandards,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
