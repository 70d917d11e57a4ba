import { asArray, isObject } from "../json-value.ts";
import { createCheckBudget } from "./check-budget.ts";
import { checkValue } from "./check-value.ts";
import type { JsonSchemaObject } from "./json-schema.ts";
import { resolveReference } from "./resolve-reference.ts";

/** The parameters of a tool, according to its input schema. */
export interface ToolParameters {
  /** Name to schema, in the schema's order. A schema may be anything at all. */
  properties: ReadonlyMap<string, unknown>;
  required: ReadonlySet<string>;
  /**
   * What is sent for parameters that are left out. Schemas of what a server has after it filled in defaults, as zod
   * writes them, list a parameter with a default as required; it is not in `required` here.
   */
  defaults: ReadonlyMap<string, unknown>;
  /** Whether arguments that are not in `properties` are allowed. */
  open: boolean;
  /** The schema without its rules about names. */
  values: JsonSchemaObject;
}

// Deep enough for generated schemas, shallow enough for the stack.
const maxDepth = 20;
// A cache, since a tool is called again and again and its schema does not change.
const known = new WeakMap<JsonSchemaObject, ToolParameters>();

/** Never throws: invalid parts of a schema are ignored. */
export function readParameters(schema: JsonSchemaObject): ToolParameters {
  const before = known.get(schema);
  if (before) return before;
  const read = readAnew(schema);
  known.set(schema, read);
  return read;
}

function readAnew(schema: JsonSchemaObject): ToolParameters {
  const { required: _required, additionalProperties: _more, ...values } = schema;
  const parameters: Growing = {
    properties: new Map(),
    required: new Set(),
    defaults: new Map(),
    open: false,
    values,
  };
  const seen = new Set<object>();
  const collect = (part: unknown, always: boolean, depth: number): void => {
    if (!isObject(part) || depth > maxDepth || seen.has(part)) return;
    seen.add(part);
    takeOwn(part, parameters, always);
    collect(resolveReference(part, schema), always, depth + 1);
    for (const every of asArray(part["allOf"])) collect(every, always, depth + 1);
    // A parameter that one branch requires may be optional in another.
    const branches = ["anyOf", "oneOf", "then", "else"].flatMap((key) => part[key]);
    for (const branch of branches) collect(branch, false, depth + 1);
  };
  collect(schema, true, 0);
  takeDefaults(parameters, schema);
  const closed = schema["additionalProperties"] === false;
  if (parameters.properties.size === 0 && !closed) parameters.open = true;
  return parameters;
}

interface Growing extends ToolParameters {
  properties: Map<string, unknown>;
  required: Set<string>;
  defaults: Map<string, unknown>;
}

function takeOwn(schema: JsonSchemaObject, into: Growing, always: boolean): void {
  const { properties, required, additionalProperties: additional } = schema;
  if (isObject(properties)) {
    for (const [name, property] of Object.entries(properties)) {
      if (!into.properties.has(name)) into.properties.set(name, property);
    }
  }
  if (always) {
    for (const name of asArray(required)) if (typeof name === "string") into.required.add(name);
  }
  if (additional === true || isObject(additional) || isObject(schema["patternProperties"])) {
    into.open = true;
  }
}

function takeDefaults({ properties, required, defaults }: Growing, root: JsonSchemaObject): void {
  const budget = createCheckBudget();
  for (const name of required) {
    const property = properties.get(name);
    if (!isObject(property) || !Object.hasOwn(property, "default")) continue;
    const { default: value } = property;
    if (checkValue(value, property, root, budget)) continue;
    required.delete(name);
    defaults.set(name, value);
  }
}
