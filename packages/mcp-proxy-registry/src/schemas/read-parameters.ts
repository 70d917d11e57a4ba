import { asArray, isObject } from "../json-value.ts";
import type { JsonSchemaObject } from "./json-schema.ts";

/** The parameters of a tool, as far as its input schema tells. */
export interface ToolParameters {
  /** Name to schema, in the schema's order. A schema may be anything at all. */
  properties: ReadonlyMap<string, unknown>;
  required: ReadonlySet<string>;
  /** Whether arguments that are not in `properties` may be right. */
  open: boolean;
  /** The schema without what it says of names. */
  values: JsonSchemaObject;
}

// Deep enough for generated schemas, shallow enough for the stack.
const maxDepth = 20;
// A tool is called again and again, and its schema stays as its server sent it.
const known = new WeakMap<JsonSchemaObject, ToolParameters>();

/** Never throws: what is broken in a schema is left out, and says nothing about the arguments. */
export function readParameters(schema: JsonSchemaObject): ToolParameters {
  const read = known.get(schema) ?? readAnew(schema);
  known.set(schema, read);
  return read;
}

function readAnew(schema: JsonSchemaObject): ToolParameters {
  const { required: _required, additionalProperties: _more, ...values } = schema;
  const parameters: Growing = { properties: new Map(), required: new Set(), open: false, values };
  const seen = new Set<object>();
  const collect = (part: unknown, always: boolean, depth: number): void => {
    if (!isObject(part) || depth > maxDepth || seen.has(part)) return;
    seen.add(part);
    takeOwn(part, parameters, always);
    collect(resolveReference(part, schema), always, depth + 1);
    for (const every of asArray(part["allOf"])) collect(every, always, depth + 1);
    // What one branch requires another may not.
    const branches = ["anyOf", "oneOf", "then", "else"].flatMap((key) => part[key]);
    for (const branch of branches) collect(branch, false, depth + 1);
  };
  collect(schema, true, 0);
  const closed = schema["additionalProperties"] === false;
  if (parameters.properties.size === 0 && !closed) parameters.open = true;
  return parameters;
}

interface Growing extends ToolParameters {
  properties: Map<string, unknown>;
  required: Set<string>;
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

/** What a local `$ref` (`#/$defs/Point`) points to; undefined where it points nowhere. */
export function resolveReference(schema: JsonSchemaObject, root: JsonSchemaObject): unknown {
  const reference = schema["$ref"];
  if (typeof reference !== "string" || !reference.startsWith("#")) return undefined;
  let target: unknown = root;
  for (const step of reference.slice(1).split("/").slice(1)) {
    const key = decodePointer(step);
    const found = Array.isArray(target) ? target[Number(key)] : ownOf(target, key);
    if (found === undefined) return undefined;
    target = found;
  }
  return target === schema ? undefined : target;
}

function ownOf(target: unknown, key: string): unknown {
  return isObject(target) && Object.hasOwn(target, key) ? target[key] : undefined;
}

function decodePointer(step: string): string {
  const unescaped = step.replaceAll("~1", "/").replaceAll("~0", "~");
  try {
    return decodeURIComponent(unescaped);
  } catch {
    return unescaped;
  }
}
