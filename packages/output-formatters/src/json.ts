import type { RunFacts } from "./facts.ts";

// JSON does not escape these, and some of them start a terminal sequence just as ESC does.
const controlOfLaterStandards = /[\u007F-\u009F]/g;

/** The facts as JSON on a single line, with all control characters escaped. */
export function formatJson(facts: RunFacts): string {
  return JSON.stringify(facts).replaceAll(
    controlOfLaterStandards,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
