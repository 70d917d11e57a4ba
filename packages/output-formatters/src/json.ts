import type { RunFacts } from "./facts.ts";

/** The facts as JSON on a single line. */
export function formatJson(facts: RunFacts): string {
  return JSON.stringify(facts);
}
