import { encode } from "@toon-format/toon";
import type { RunFacts } from "./facts.ts";

/** The facts in Token-Oriented Object Notation, https://toonformat.dev; `decode` gives them back. */
export function formatToon(facts: RunFacts): string {
  return encode(facts);
}
