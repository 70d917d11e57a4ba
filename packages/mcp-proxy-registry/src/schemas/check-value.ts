// Checks a value against a JSON Schema: types, names, choices and sizes. Schemas come from servers, so nothing is
// compiled and no pattern is run: Ajv does both, and requires that schemas are as trusted as one's own code. Anything
// invalid, unknown or beyond the budget of steps counts as valid, and is left to the server.
import { brokenSize, longestCounted } from "./broken-size.ts";
import { type CheckBudget, maxSteps } from "./check-budget.ts";
import { fitsChoice, fitsType } from "./fits-schema.ts";
import { asArray, isObject } from "../json-value.ts";
import { missingMembers, unknownMember } from "./member-names.ts";
import { resolveReference } from "./resolve-reference.ts";
import type { JsonSchemaObject } from "./json-schema.ts";

/**
 * What is wrong with a value, and where: the outermost schema that it violates, or an inner one that is more specific.
 */
export interface ValueProblem {
  /** Keys and indexes from the checked value to the wrong one. */
  path: readonly (string | number)[];
  value: unknown;
  /** The schema that the value does not fit. */
  schema: unknown;
  /** A violated rule other than the type, to follow "it": `must be at least 1`. */
  rule?: string;
}

interface Check {
  root: JsonSchemaObject;
  stepsLeft: number;
  /** The path to the current value: one list for the whole check, copied only for a problem. */
  path: (string | number)[];
  /** How deeply the current schema is nested. */
  depth: number;
  /** Targets of references, cached since the same few are followed again and again. */
  targets: Map<string, unknown> | undefined;
}

const maxDepth = 64;
const longestReference = 1000;

/** The first problem of a value, or undefined if none is found within the budget. */
export function checkValue(
  value: unknown,
  schema: unknown,
  root: JsonSchemaObject,
  budget?: CheckBudget,
): ValueProblem | undefined {
  const check: Check = {
    root,
    stepsLeft: budget?.stepsLeft ?? maxSteps,
    path: [],
    depth: 0,
    targets: undefined,
  };
  const problem = findProblem(check, value, schema);
  if (budget) budget.stepsLeft = check.stepsLeft;
  return check.stepsLeft < 0 ? undefined : problem;
}

function findProblem(check: Check, value: unknown, schema: unknown): ValueProblem | undefined {
  check.stepsLeft -= 1;
  if (check.stepsLeft < 0 || check.depth > maxDepth) return undefined;
  if (schema === false) return wrong(check, value, schema, "may not be given");
  if (!isObject(schema)) return undefined;
  if (value === null && schema["nullable"] === true) return undefined;
  if (Array.isArray(schema["type"])) check.stepsLeft -= schema["type"].length;
  if (!fitsType(value, schema["type"])) return wrong(check, value, schema);
  if (!fitsChoice(check, value, schema)) return wrong(check, value, schema);
  // Counting the characters of a text costs some steps.
  if (typeof value === "string") check.stepsLeft -= Math.min(value.length, longestCounted) / 100;
  const rule = brokenSize(value, schema);
  if (rule !== undefined) return wrong(check, value, schema, rule);
  check.depth += 1;
  const problem =
    ofReference(check, value, schema) ??
    ofBranches(check, value, schema) ??
    ofMembers(check, value, schema) ??
    ofItems(check, value, schema);
  check.depth -= 1;
  return problem;
}

function wrong(check: Check, value: unknown, schema: unknown, rule?: string): ValueProblem {
  return { path: [...check.path], value, schema, ...(rule !== undefined && { rule }) };
}

function ofReference(
  check: Check,
  value: unknown,
  schema: JsonSchemaObject,
): ValueProblem | undefined {
  const reference = schema["$ref"];
  if (typeof reference !== "string" || reference.length > longestReference) return undefined;
  const targets = (check.targets ??= new Map<string, unknown>());
  if (!targets.has(reference)) targets.set(reference, resolveReference(schema, check.root));
  const target = targets.get(reference);
  return target === undefined ? undefined : findProblem(check, value, target);
}

function ofBranches(
  check: Check,
  value: unknown,
  schema: JsonSchemaObject,
): ValueProblem | undefined {
  const { allOf } = schema;
  if (Array.isArray(allOf)) {
    for (const part of allOf) {
      const problem = findProblem(check, value, part);
      if (problem) return problem;
    }
  }
  // The rule that distinguishes the branches of `oneOf` may be one that is not checked here.
  for (const branches of [schema["anyOf"], schema["oneOf"]]) {
    if (!Array.isArray(branches) || branches.length === 0) continue;
    const problem = ofAlternatives(check, value, schema, branches);
    if (problem) return problem;
  }
  return undefined;
}

function ofAlternatives(
  check: Check,
  value: unknown,
  schema: unknown,
  branches: unknown[],
): ValueProblem | undefined {
  let nearest: ValueProblem | undefined;
  let isTie = false;
  for (const branch of branches) {
    const problem = findProblem(check, value, branch);
    if (!problem || check.stepsLeft < 0) return undefined;
    // The branch that matches most deeply is probably the intended one.
    isTie = nearest?.path.length === problem.path.length;
    if (!nearest || problem.path.length > nearest.path.length) nearest = problem;
  }
  const says = nearest && nearest.path.length > check.path.length && !isTie;
  return says ? nearest : wrong(check, value, schema);
}

function within(
  check: Check,
  value: unknown,
  schema: unknown,
  step: string | number,
): ValueProblem | undefined {
  // Most parts of a large value have no further schema.
  if (schema === undefined || schema === true) return undefined;
  check.path.push(step);
  const problem = findProblem(check, value, schema);
  check.path.pop();
  return problem;
}

function ofMembers(
  check: Check,
  value: unknown,
  schema: JsonSchemaObject,
): ValueProblem | undefined {
  if (!isObject(value)) return undefined;
  const { required, properties, patternProperties, additionalProperties: more } = schema;
  const known = isObject(properties) ? properties : {};
  const missing = Array.isArray(required) && missingMembers(check, value, required, known);
  if (missing) return wrong(check, value, schema, missing);
  const isRestDescribed = !isObject(patternProperties) && more !== undefined && more !== true;
  const names = Object.keys(value);
  // Where the rest may be anything, names that the schema does not know are only looked up.
  check.stepsLeft -= names.length / (isRestDescribed ? 10 : 100);
  for (const name of names) {
    const isKnown = Object.hasOwn(known, name);
    if (!isKnown && !isRestDescribed) continue;
    if (check.stepsLeft < 0) return undefined;
    const member = value[name];
    if (isKnown) {
      const problem = within(check, member, known[name], name);
      if (problem) return problem;
    } else if (!isObject(patternProperties)) {
      if (more === false) return wrong(check, value, schema, unknownMember(check, name, known));
      const problem = within(check, member, more, name);
      if (problem) return problem;
    }
  }
  return undefined;
}

function ofItems(check: Check, value: unknown, schema: JsonSchemaObject): ValueProblem | undefined {
  if (!Array.isArray(value)) return undefined;
  const { items, prefixItems, additionalItems } = schema;
  // Before 2020-12 a list of items was called `items`, and the rest `additionalItems`.
  const first = Array.isArray(items) ? items : prefixItems;
  const rest = Array.isArray(items) ? additionalItems : items;
  const isRestDescribed = rest !== undefined && rest !== true;
  const described = isRestDescribed ? value.length : asArray(first).length;
  for (const [index, item] of value.slice(0, described).entries()) {
    const own = Array.isArray(first) && index < first.length ? first[index] : rest;
    const problem = within(check, item, own, index);
    if (problem || check.stepsLeft < 0) return problem;
  }
  return undefined;
}
