import { isObject } from "../json-value.ts";
import { isPythonIdentifier, isPythonKeyword } from "../names/python-names.ts";
import { readParameters } from "./read-parameters.ts";
import type { JsonSchemaObject } from "./json-schema.ts";
import { type KnownNotations, pythonLiteral, typeNotation } from "./type-notation.ts";

// The length of a line that is easy to read. Required parameters may exceed it, up to a higher limit.
const maxLength = 600;
const maxRequiredLength = 10_000;

/**
 * A tool's call as one line of Python: required parameters first, enums as literals, defaults where
 * they are short, `= None` for what may be left out. A parameter called `from` is written `from_`.
 * Names that are not Python identifiers, such as `user-id`, are shown as `**{"user-id": str}`: the call takes a dict.
 */
export function signature(alias: string, schema: JsonSchemaObject): string {
  const { properties, required, open } = readParameters(schema);
  const known: KnownNotations = [];
  const all = [...properties].map(([name, property]) => ({
    name,
    required: required.has(name),
    type: typeNotation(property, schema, 0, known),
    property,
  }));
  const writable: Parameter[] = [];
  const dictOnly: Parameter[] = [];
  for (const parameter of all) {
    const { name } = parameter;
    const isWritable = isPythonIdentifier(name) || isPythonKeyword(name);
    (isWritable ? writable : dictOnly).push(parameter);
  }

  const parts = writable.filter((parameter) => parameter.required).map(requiredPart);
  const requiredKeys = dictOnly.filter((parameter) => parameter.required);
  if (requiredKeys.length > 0) parts.push(dictPart(requiredKeys));
  const optional = writable.filter((parameter) => !parameter.required).map(optionalPart);
  const optionalKeys = dictOnly.filter((parameter) => !parameter.required);
  if (optionalKeys.length > 0) optional.push(dictPart(optionalKeys));
  if (properties.size > 0 && open) optional.push("**more");

  let length = alias.length + parts.join(", ").length;
  for (const part of optional) {
    length += part.length + 2;
    if (length > maxLength) {
      parts.push("…");
      break;
    }
    parts.push(part);
  }
  const written = parts.join(", ");
  const isCut = written.length > maxRequiredLength;
  return `${alias}(${isCut ? `${written.slice(0, maxRequiredLength)}…` : written})`;
}

interface Parameter {
  name: string;
  required: boolean;
  type: string;
  property: unknown;
}

function requiredPart({ name, type }: Parameter): string {
  return `${keywordSafe(name)}: ${type}`;
}

function optionalPart({ name, type, property }: Parameter): string {
  const fallback = isObject(property) ? pythonLiteral(property["default"]) : "None";
  return `${keywordSafe(name)}: ${type} = ${fallback}`;
}

function dictPart(parameters: Parameter[]): string {
  const keys = parameters.map(
    ({ name, type, required }) => `${JSON.stringify(name)}: ${type}${required ? "" : " = None"}`,
  );
  return `**{${keys.join(", ")}}`;
}

function keywordSafe(name: string): string {
  return isPythonKeyword(name) ? `${name}_` : name;
}
