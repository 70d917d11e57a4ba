// A value against a JSON Schema, as far as types, names, choices and sizes go. Servers send the schemas, so nothing is
// compiled and no pattern is run: Ajv, which does both, asks that schemas be trusted as one's own code. Whatever is
// broken, unknown or beyond a budget of steps counts as right, and is the server's to decide.
import { isDeepStrictEqual } from "node:util";
import { isObject } from "./json-value.ts";
import { resolveReference } from "./read-parameters.ts";
import type { JsonSchemaObject } from "./registry-types.ts";

/** What is wrong with a value, and where: the outermost schema that it does not fit, or an inner one that says more. */
export interface ValueProblem {
  /** Keys and indexes from the value checked to the one that is wrong. */
  path: readonly (string | number)[];
  value: unknown;
  /** The schema that the value does not fit. */
  schema: unknown;
  /** What is wrong beside the type, to follow "it": `must be at least 1`. */
  rule?: string;
}

interface Check {
  root: JsonSchemaObject;
  stepsLeft: number;
}

const MAX_STEPS = 200_000;
const MAX_DEPTH = 64;
const LONGEST_REFERENCE = 1000;
const LONGEST_COUNTED = 10_000;

/** The first problem of a value, or undefined where it fits as far as can be told. */
export function checkValue(
  value: unknown,
  schema: unknown,
  root: JsonSchemaObject,
): ValueProblem | undefined {
  const check = { root, stepsLeft: MAX_STEPS };
  const problem = findProblem(check, value, schema, [], 0);
  return check.stepsLeft < 0 ? undefined : problem;
}

type Path = readonly (string | number)[];

function findProblem(
  check: Check,
  value: unknown,
  schema: unknown,
  path: Path,
  depth: number,
): ValueProblem | undefined {
  check.stepsLeft -= 1;
  if (check.stepsLeft < 0 || depth > MAX_DEPTH) return undefined;
  if (schema === false) return { path, value, schema, rule: "may not be given" };
  if (!isObject(schema)) return undefined;
  if (value === null && schema["nullable"] === true) return undefined;
  const wrong = (rule?: string): ValueProblem => ({
    path,
    value,
    schema,
    ...(rule !== undefined && { rule }),
  });

  if (!fitsType(value, schema["type"])) return wrong();
  if (!fitsChoice(check, value, schema)) return wrong();
  const rule = brokenSize(value, schema);
  if (rule !== undefined) return wrong(rule);
  return (
    ofReference(check, value, schema, path, depth) ??
    ofBranches(check, value, schema, path, depth) ??
    ofMembers(check, value, schema, path, depth) ??
    ofItems(check, value, schema, path, depth)
  );
}

const TYPES: Readonly<Record<string, (value: unknown) => boolean>> = {
  string: (value) => typeof value === "string",
  number: (value) => typeof value === "number",
  integer: (value) => Number.isInteger(value),
  boolean: (value) => typeof value === "boolean",
  null: (value) => value === null,
  array: (value) => Array.isArray(value),
  object: isObject,
};

function fitsType(value: unknown, type: unknown): boolean {
  const names: unknown[] = [type].flat();
  const tests = names.map((name) =>
    typeof name === "string" && Object.hasOwn(TYPES, name) ? TYPES[name] : undefined,
  );
  return tests.length === 0 || tests.some((test) => test === undefined || test(value));
}

function fitsChoice(check: Check, value: unknown, schema: JsonSchemaObject): boolean {
  const { enum: choices } = schema;
  if ("const" in schema && !isDeepStrictEqual(value, schema["const"])) return false;
  if (!Array.isArray(choices) || choices.length === 0) return true;
  check.stepsLeft -= choices.length;
  return check.stepsLeft < 0 || choices.some((choice) => isDeepStrictEqual(choice, value));
}

const SIZES: readonly {
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

function brokenSize(value: unknown, schema: JsonSchemaObject): string | undefined {
  for (const { key, size, fits, words } of SIZES) {
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
  return value.length > LONGEST_COUNTED ? value.length : Array.from(value).length;
}

function ofReference(
  check: Check,
  value: unknown,
  schema: JsonSchemaObject,
  path: Path,
  depth: number,
): ValueProblem | undefined {
  const reference = schema["$ref"];
  if (typeof reference !== "string" || reference.length > LONGEST_REFERENCE) return undefined;
  const target = resolveReference(schema, check.root);
  return target === undefined ? undefined : findProblem(check, value, target, path, depth + 1);
}

function ofBranches(
  check: Check,
  value: unknown,
  schema: JsonSchemaObject,
  path: Path,
  depth: number,
): ValueProblem | undefined {
  const { allOf } = schema;
  if (Array.isArray(allOf)) {
    for (const part of allOf) {
      const problem = findProblem(check, value, part, path, depth + 1);
      if (problem) return problem;
    }
  }
  // What makes one of `oneOf` right and the others wrong may be a rule that is not checked here.
  for (const branches of [schema["anyOf"], schema["oneOf"]]) {
    if (!Array.isArray(branches) || branches.length === 0) continue;
    const problem = ofAlternatives(check, value, { schema, branches, path, depth });
    if (problem) return problem;
  }
  return undefined;
}

function ofAlternatives(
  check: Check,
  value: unknown,
  {
    schema,
    branches,
    path,
    depth,
  }: { schema: unknown; branches: unknown[]; path: Path; depth: number },
): ValueProblem | undefined {
  let nearest: ValueProblem | undefined;
  let isTie = false;
  for (const branch of branches) {
    const problem = findProblem(check, value, branch, path, depth + 1);
    if (!problem || check.stepsLeft < 0) return undefined;
    // The branch that fits farthest in is the one that was meant.
    isTie = nearest?.path.length === problem.path.length;
    if (!nearest || problem.path.length > nearest.path.length) nearest = problem;
  }
  const says = nearest && nearest.path.length > path.length && !isTie;
  return says ? nearest : { path, value, schema };
}

function ofMembers(
  check: Check,
  value: unknown,
  schema: JsonSchemaObject,
  path: Path,
  depth: number,
): ValueProblem | undefined {
  if (!isObject(value)) return undefined;
  const { required, properties, patternProperties, additionalProperties: more } = schema;
  if (Array.isArray(required)) {
    for (const name of required) {
      if (typeof name === "string" && !Object.hasOwn(value, name)) {
        return { path, value, schema, rule: `lacks ${JSON.stringify(name)}` };
      }
    }
  }
  const known = isObject(properties) ? properties : {};
  for (const [name, member] of Object.entries(value)) {
    const inner = [...path, name];
    if (Object.hasOwn(known, name)) {
      const problem = findProblem(check, member, known[name], inner, depth + 1);
      if (problem) return problem;
    } else if (!isObject(patternProperties)) {
      if (more === false) {
        return { path, value, schema, rule: `has no ${JSON.stringify(name)}` };
      }
      const problem = findProblem(check, member, more, inner, depth + 1);
      if (problem) return problem;
    }
  }
  return undefined;
}

function ofItems(
  check: Check,
  value: unknown,
  schema: JsonSchemaObject,
  path: Path,
  depth: number,
): ValueProblem | undefined {
  if (!Array.isArray(value)) return undefined;
  const { items, prefixItems, additionalItems } = schema;
  // Before 2020-12 a list of items was called `items`, and the rest `additionalItems`.
  const first = Array.isArray(items) ? items : prefixItems;
  const rest = Array.isArray(items) ? additionalItems : items;
  for (const [index, item] of value.entries()) {
    const own = Array.isArray(first) && index < first.length ? first[index] : rest;
    const problem = findProblem(check, item, own, [...path, index], depth + 1);
    if (problem || check.stepsLeft < 0) return problem;
  }
  return undefined;
}
