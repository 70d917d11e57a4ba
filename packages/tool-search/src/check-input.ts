// Checks a caller's arguments: without types, a wrong one in JavaScript would fail elsewhere, or find nothing.
import { ToolSearchError } from "./errors.ts";
import type { SearchOptions, ToolIndexOptions } from "./types.ts";

/** Throws `invalid-options`. */
export function checkIndexOptions(options: ToolIndexOptions): void {
  requireObject("options", options);
  const { embed, synonyms, weights } = options;
  if (embed !== undefined && typeof embed !== "function") {
    throw invalid(`embed is ${shown(embed)}: it must be a function.`);
  }
  if (synonyms !== undefined && synonyms !== false && !isListOfLists(synonyms)) {
    throw invalid(
      `synonyms is ${shown(synonyms)}: it must be an array of arrays of words, or false.`,
    );
  }
  if (weights === undefined) return;
  requireObject("weights", weights);
  for (const [name, weight] of Object.entries(weights) as [string, unknown][]) {
    if (weight === undefined || (Number.isFinite(weight) && Number(weight) >= 0)) continue;
    throw invalid(`weights.${name} is ${shown(weight)}: it must be a number from 0.`);
  }
}

/** Throws `invalid-options`. */
export function checkTools(server: unknown, tools: unknown): void {
  if (typeof server !== "string") {
    throw invalid(`The server's name is ${shown(server)}: it must be a string.`);
  }
  if (Array.isArray(tools)) return;
  throw invalid(
    `The tools of server "${server}" are ${shown(tools)}: they must be an array, such as \`tools\` in an answer of tools/list.`,
  );
}

/** Throws `invalid-options`. */
export function checkSearch(query: unknown, options: SearchOptions): void {
  if (typeof query !== "string") {
    throw invalid(`The query is ${shown(query)}: it must be a string.`);
  }
  requireObject("options", options);
  for (const key of ["limit", "minScore"] as const) {
    const { [key]: value } = options;
    if (value === undefined || typeof value === "number") continue;
    throw invalid(`${key} is ${shown(value)}: it must be a number.`);
  }
}

function requireObject(what: string, value: unknown): void {
  if (typeof value === "object" && value !== null) return;
  throw invalid(`The ${what} are ${shown(value)}: they must be an object.`);
}

const isListOfLists = (value: unknown): boolean =>
  Array.isArray(value) && value.every((group) => Array.isArray(group));

function invalid(message: string): ToolSearchError {
  return new ToolSearchError("invalid-options", message);
}

function shown(value: unknown): string {
  if (Array.isArray(value)) return "an array";
  if (typeof value === "object" && value !== null) return "an object";
  if (typeof value === "function") return "a function";
  return typeof value === "string" ? JSON.stringify(value.slice(0, 100)) : String(value);
}
