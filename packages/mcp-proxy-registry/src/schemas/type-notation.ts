import { asArray, isObject } from "../json-value.ts";
import { resolveReference } from "./resolve-reference.ts";
import type { JsonSchemaObject } from "./json-schema.ts";

const maxDepth = 4;
const maxAlternatives = 5;
const maxLiteralLength = 30;
// Entries of an enum or a list of types that are read; further ones would not be shown.
const maxRead = 50;

const typeNames: Readonly<Record<string, string>> = {
  string: "str",
  integer: "int",
  number: "float",
  boolean: "bool",
  null: "None",
  object: "dict",
};

/** A cache of notations by depth, since thousands of parameters may refer to one part of a schema. */
export type KnownNotations = Map<unknown, string>[];

/** A schema as a Python type hint: `str`, `list[int]`, `"open" | "closed"`; `Any` if the schema says nothing. */
export function typeNotation(
  schema: unknown,
  root: JsonSchemaObject,
  depth = 0,
  known: KnownNotations = [],
): string {
  if (!isObject(schema) || depth > maxDepth) return "Any";
  const written = (known[depth] ??= new Map());
  let notation = written.get(schema);
  if (notation === undefined) {
    notation = writeNotation(schema, root, depth, known);
    written.set(schema, notation);
  }
  return notation;
}

function writeNotation(
  schema: JsonSchemaObject,
  root: JsonSchemaObject,
  depth: number,
  known: KnownNotations,
): string {
  if ("const" in schema) return pythonLiteral(schema["const"]);
  const values = asArray(schema["enum"]).slice(0, maxRead);
  if (values.length > 0) return union(values.map((value) => pythonLiteral(value)));

  const target = resolveReference(schema, root);
  if (target !== undefined) return typeNotation(target, root, depth + 1, known);
  for (const key of ["anyOf", "oneOf"]) {
    const branches = asArray(schema[key]).slice(0, maxAlternatives + 1);
    if (branches.length > 0) {
      return union(branches.map((branch) => typeNotation(branch, root, depth + 1, known)));
    }
  }
  const { type } = schema;
  const types = (Array.isArray(type) ? type.slice(0, maxRead) : [type]).filter(
    (name) => typeof name === "string",
  );
  if (types.length > 0)
    return union(types.map((name) => namedType(name, schema, root, depth, known)));
  return impliedType(schema, root, depth, known);
}

function namedType(
  type: string,
  schema: JsonSchemaObject,
  root: JsonSchemaObject,
  depth: number,
  known: KnownNotations,
): string {
  if (type !== "array") return typeNames[type] ?? "Any";
  if (!isObject(schema["items"])) return "list";
  const item = typeNotation(schema["items"], root, depth + 1, known);
  return item === "Any" ? "list" : `list[${item}]`;
}

function impliedType(
  schema: JsonSchemaObject,
  root: JsonSchemaObject,
  depth: number,
  known: KnownNotations,
): string {
  if (isObject(schema["properties"])) return "dict";
  if ("items" in schema) return namedType("array", schema, root, depth, known);
  for (const part of asArray(schema["allOf"])) {
    const notation = typeNotation(part, root, depth + 1, known);
    if (notation !== "Any") return notation;
  }
  return "Any";
}

function union(alternatives: string[]): string {
  const unique = [...new Set(alternatives)];
  if (unique.includes("Any")) return "Any";
  const shown = unique.slice(0, maxAlternatives);
  if (unique.length > maxAlternatives) shown.push("…");
  return shown.join(" | ");
}

/** A JSON value as a Python literal on one line, shortened with `…`. */
export function pythonLiteral(value: unknown, depth = 0): string {
  if (value === null || value === undefined) return "None";
  if (value === true) return "True";
  if (value === false) return "False";
  if (depth > maxDepth) return "…";
  const text = literalText(value, depth + 1);
  return text.length > maxLiteralLength ? "…" : text;
}

function literalText(value: unknown, depth: number): string {
  if (typeof value === "string" && value.length > maxLiteralLength) return value;
  if (Array.isArray(value)) {
    return `[${untilLong(value, (item) => pythonLiteral(item, depth))}]`;
  }
  // A caller's value may not be a JSON value.
  if (!isObject(value)) return typeof value === "bigint" ? `${value}n` : JSON.stringify(value);
  return `{${untilLong(Object.keys(value), (key) => `${literalKey(key)}: ${pythonLiteral(value[key], depth)}`)}}`;
}

function literalKey(key: string): string {
  return key.length > maxLiteralLength ? key.slice(0, maxLiteralLength) : JSON.stringify(key);
}

/** Joins parts until the text is too long, and stops there. */
function untilLong<Part>(parts: readonly Part[], write: (part: Part) => string): string {
  let text = "";
  for (const part of parts) {
    if (text.length > maxLiteralLength) break;
    text += `${text === "" ? "" : ", "}${write(part)}`;
  }
  return text;
}
