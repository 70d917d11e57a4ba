import type { JsonSchemaObject } from "@mcp-code-execution/mcp-proxy-registry";
import { StartupError } from "../../startup-error.ts";

/**
 * Parses the arguments of a call from a command line: one JSON object, or any number of `key=value`. A value is text if
 * the tool's schema says so, otherwise JSON if it can be parsed, otherwise text. Throws a StartupError.
 */
export function parseArguments(
  words: readonly string[],
  schema: JsonSchemaObject,
): Record<string, unknown> {
  const [first = "", ...rest] = words;
  if (first.trimStart().startsWith("{")) {
    if (rest.length > 0)
      throw new StartupError("Give one JSON object, or key=value words; not both.");
    return parseObject(first);
  }
  return Object.fromEntries(words.map((word) => parsePair(word, schema)));
}

function parseObject(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch (error) {
    throw new StartupError(`The arguments are no JSON object: ${(error as Error).message}.`);
  }
}

function parsePair(word: string, schema: JsonSchemaObject): [string, unknown] {
  const [, key, value] = /^([^=]+)=([\s\S]*)$/.exec(word) ?? [];
  if (key === undefined || value === undefined) {
    throw new StartupError(
      `${JSON.stringify(word)} is neither a JSON object nor key=value. Write, for example, limit=5 or '{"limit": 5}'.`,
    );
  }
  if (isText(schema, key)) return [key, value];
  try {
    return [key, JSON.parse(value)];
  } catch {
    return [key, value];
  }
}

function isText({ properties }: JsonSchemaObject, key: string): boolean {
  const property = (properties as Record<string, { type?: unknown }> | undefined)?.[key];
  return property?.type === "string";
}
