import type { JsonSchemaObject } from "./json-schema.ts";

/** Texts up to this length are counted in characters. */
export const longestCounted = 10_000;

const sizes: readonly {
  key: string;
  size: (value: unknown) => number | undefined;
  fits: (size: number, limit: number) => boolean;
  words: string;
}[] = [
  { key: "minimum", size: asNumber, fits: (a, b) => a >= b, words: "must be at least" },
  { key: "maximum", size: asNumber, fits: (a, b) => a <= b, words: "must be at most" },
  { key: "exclusiveMinimum", size: asNumber, fits: (a, b) => a > b, words: "must be more than" },
  { key: "exclusiveMaximum", size: asNumber, fits: (a, b) => a < b, words: "must be less than" },
  {
    key: "minItems",
    size: itemsOf,
    fits: (a, b) => a >= b,
    words: "wants so many items at least:",
  },
  { key: "maxItems", size: itemsOf, fits: (a, b) => a <= b, words: "wants so many items at most:" },
  {
    key: "minLength",
    size: lengthOf,
    fits: (a, b) => a >= b,
    words: "wants so many characters at least:",
  },
  {
    key: "maxLength",
    size: lengthOf,
    fits: (a, b) => a <= b,
    words: "wants so many characters at most:",
  },
];

/** The limit of its schema that a number, text or list violates, to follow "it": `must be at least 1`. */
export function brokenSize(value: unknown, schema: JsonSchemaObject): string | undefined {
  if (typeof value !== "number" && typeof value !== "string" && !Array.isArray(value))
    return undefined;
  for (const { key, size, fits, words } of sizes) {
    const limit = schema[key];
    if (typeof limit !== "number") continue;
    const actual = size(value);
    if (actual !== undefined && !fits(actual, limit)) return `${words} ${limit}`;
  }
  return undefined;
}

function asNumber(value: unknown): number | undefined {
  return typeof value === "number" ? value : undefined;
}

function itemsOf(value: unknown): number | undefined {
  return Array.isArray(value) ? value.length : undefined;
}

function lengthOf(value: unknown): number | undefined {
  if (typeof value !== "string") return undefined;
  // JSON Schema counts characters, not UTF-16 units; in a long text the difference does not matter.
  return value.length > longestCounted ? value.length : Array.from(value).length;
}
