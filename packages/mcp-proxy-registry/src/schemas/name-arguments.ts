// Arguments under the names of the tool's parameters.
import { isObject } from "../json-value.ts";
import { isPythonKeyword } from "../names/python-names.ts";
import { createCheckBudget } from "./check-budget.ts";
import { checkValue } from "./check-value.ts";
import type { JsonSchemaObject } from "./json-schema.ts";
import type { ToolParameters } from "./read-parameters.ts";

type Arguments = Record<string, unknown>;

/** What stands in `arguments`, if that alone is given and is no parameter itself. */
export function withoutWrapping(
  args: Arguments,
  { properties, required, open }: ToolParameters,
): Arguments {
  const { arguments: inner } = args;
  if (!isObject(inner) || Object.keys(args).length > 1) return args;
  const isParameter = properties.has("arguments") || required.has("arguments");
  const mayBeOne = open && Object.keys(inner).length > 0;
  return isParameter || mayBeOne ? args : inner;
}

/** Whether all arguments are parameters, none that is required is missing, and none has to be renamed or left out. */
export function isPlainCall(
  args: Arguments,
  { properties, required, defaults }: ToolParameters,
): boolean {
  if (lacksDefault(args, defaults)) return false;
  for (const name in args) {
    if (!properties.has(name) || args[name] === undefined || args[name] === null) return false;
  }
  for (const name of required) {
    if (properties.has(name) && !Object.hasOwn(args, name)) return false;
  }
  return true;
}

/** The arguments as the tool names them, and the names of those that are given twice, as `from_` and as `from`. */
export function nameArguments(
  args: Arguments,
  parameters: ToolParameters,
  schema: JsonSchemaObject,
): { named: Arguments; twice: string[] } {
  // Copying thousands of arguments takes longer than everything else.
  if (isNamed(args, parameters)) return { named: args, twice: [] };
  const { properties, required, defaults } = parameters;
  const budget = createCheckBudget();
  const isLeftOut = (name: string, value: unknown): boolean =>
    value === undefined ||
    (value === null &&
      !required.has(name) &&
      checkValue(null, properties.get(name), schema, budget) !== undefined);
  const entries: [string, unknown][] = [...defaults];
  const twice: string[] = [];
  for (const written of Object.keys(args)) {
    const name = parameterName(written, properties);
    if (name !== written && Object.hasOwn(args, name)) twice.push(written);
    if (!isLeftOut(name, args[written])) entries.push([name, args[written]]);
  }
  return { named: Object.fromEntries(entries), twice };
}

/** Whether none has to be renamed, left out or added. */
function isNamed(args: Arguments, { properties, defaults }: ToolParameters): boolean {
  if (lacksDefault(args, defaults)) return false;
  return Object.keys(args).every(
    (name) => (args[name] ?? null) !== null && parameterName(name, properties) === name,
  );
}

function parameterName(name: string, properties: ReadonlyMap<string, unknown>): string {
  const bare = name.endsWith("_") ? name.slice(0, -1) : name;
  const stands = isPythonKeyword(bare) && properties.has(bare);
  return stands && !properties.has(name) ? bare : name;
}

/** Whether a parameter whose default is to be sent is not among the arguments. */
function lacksDefault(args: Arguments, defaults: ReadonlyMap<string, unknown>): boolean {
  for (const name of defaults.keys()) if (!Object.hasOwn(args, name)) return true;
  return false;
}
