import { asArray, isObject } from "./json-value.ts";
import { resolveReference } from "./read-parameters.ts";
import type { JsonSchemaObject } from "./registry-types.ts";

const MAX_DEPTH = 4;
const MAX_ALTERNATIVES = 5;
const MAX_LITERAL_LENGTH = 30;

const TYPE_NAMES: Readonly<Record<string, string>> = {
  string: "str",
  integer: "int",
  number: "float",
  boolean: "bool",
  null: "None",
  object: "dict",
};

/** A schema as a Python type hint: `str`, `list[int]`, `"open" | "closed"`; `Any` where it tells nothing. */
export function typeNotation(schema: unknown, root: JsonSchemaObject, depth = 0): string {
  if (!isObject(schema) || depth > MAX_DEPTH) return "Any";
  if ("const" in schema) return pythonLiteral(schema["const"]);
  const values = asArray(schema["enum"]);
  if (values.length > 0) return union(values.map((value) => pythonLiteral(value)));

  const target = resolveReference(schema, root);
  if (target !== undefined) return typeNotation(target, root, depth + 1);
  for (const key of ["anyOf", "oneOf"]) {
    const branches = asArray(schema[key]).slice(0, MAX_ALTERNATIVES + 1);
    if (branches.length > 0) {
      return union(branches.map((branch) => typeNotation(branch, root, depth + 1)));
    }
  }
  const types = [schema["type"]].flat().filter((type) => typeof type === "string");
  if (types.length > 0) return union(types.map((type) => namedType(type, schema, root, depth)));
  return impliedType(schema, root, depth);
}

function namedType(
  type: string,
  schema: JsonSchemaObject,
  root: JsonSchemaObject,
  depth: number,
): string {
  if (type !== "array") return TYPE_NAMES[type] ?? "Any";
  if (!isObject(schema["items"])) return "list";
  const item = typeNotation(schema["items"], root, depth + 1);
  return item === "Any" ? "list" : `list[${item}]`;
}

function impliedType(schema: JsonSchemaObject, root: JsonSchemaObject, depth: number): string {
  if (isObject(schema["properties"])) return "dict";
  if ("items" in schema) return namedType("array", schema, root, depth);
  for (const part of asArray(schema["allOf"])) {
    const notation = typeNotation(part, root, depth + 1);
    if (notation !== "Any") return notation;
  }
  return "Any";
}

function union(alternatives: string[]): string {
  const unique = [...new Set(alternatives)];
  if (unique.includes("Any")) return "Any";
  const shown = unique.slice(0, MAX_ALTERNATIVES);
  if (unique.length > MAX_ALTERNATIVES) shown.push("…");
  return shown.join(" | ");
}

/** A JSON value as Python writes it, on one line; `…` where that would be long. */
export function pythonLiteral(value: unknown, depth = 0): string {
  if (value === null || value === undefined) return "None";
  if (value === true) return "True";
  if (value === false) return "False";
  if (depth > MAX_DEPTH) return "…";
  const text = literalText(value, depth + 1);
  return text.length > MAX_LITERAL_LENGTH ? "…" : text;
}

function literalText(value: unknown, depth: number): string {
  if (typeof value === "string" && value.length > MAX_LITERAL_LENGTH) return value;
  if (Array.isArray(value)) {
    const items = value.slice(0, MAX_LITERAL_LENGTH);
    return `[${items.map((item) => pythonLiteral(item, depth)).join(", ")}]`;
  }
  if (!isObject(value)) return JSON.stringify(value);
  const entries = Object.entries(value).slice(0, MAX_LITERAL_LENGTH);
  const parts = entries.map(
    ([key, item]) => `${JSON.stringify(key)}: ${pythonLiteral(item, depth)}`,
  );
  return `{${parts.join(", ")}}`;
}
