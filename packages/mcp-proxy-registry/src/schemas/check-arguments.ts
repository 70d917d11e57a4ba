import { checkValue } from "./check-value.ts";
import { createCheckBudget } from "./check-budget.ts";
import { describeProblem } from "./describe-problem.ts";
import { nearestNames } from "../names/nearest-name.ts";
import { isPlainCall, nameArguments, withoutWrapping } from "./name-arguments.ts";
import { readParameters, type ToolParameters } from "./read-parameters.ts";
import { RegistryError } from "../registry-error.ts";
import type { CatalogTool } from "../catalog/catalog-types.ts";
import type { JsonSchemaObject } from "./json-schema.ts";

// Problems in one message; further ones are only counted.
const maxTold = 10;
// If there are more arguments than parameters by this number, they are not named one by one.
const maxTooMany = 200;
const shownCharacters = 200;

/**
 * The arguments as the tool wants them, themselves where nothing is to be changed: `from_` becomes `from` where that is
 * the parameter's name, a null for what may be left out, where the schema does not want one, is left out, and a default
 * is added where the schema requires it. `arguments` alone, where the tool has no such parameter, stands for what is in
 * it: `call_tool(name, arguments={…})`, as MCP's own SDKs are called.
 *
 * Throws `invalid-arguments` for required ones that are missing, for ones the tool does not have, for `from_` beside
 * `from`, and for values that do not fit the schema. A schema that says nothing, or nothing sensible, lets everything
 * through.
 */
export function checkArguments(
  tool: CatalogTool,
  given: Record<string, unknown>,
): Record<string, unknown> {
  const schema = tool.inputSchema;
  const parameters = readParameters(schema);
  const { values } = parameters;
  const args = withoutWrapping(given, parameters);
  // Most calls end here, so nothing is prepared for the others yet.
  const isPlain = isPlainCall(args, parameters);
  if (isPlain && !checkValue(args, values, schema)) return args;
  checkCount(tool, args, parameters);
  const { named, twice } = nameArguments(args, parameters, schema);
  const faults: Faults = {
    twice,
    unknown: unknownNames(named, parameters),
    missing: missingNames(named, parameters),
    wrong: isPlain || checkValue(named, values, schema) ? wrongValues(named, values, schema) : [],
  };
  if (Object.values(faults).every((names) => names.length === 0)) return named;
  const unused = [...parameters.properties.keys()].filter((name) => !Object.hasOwn(named, name));
  throw wrongArguments(tool, describeFaults(faults, unused));
}

/** What is wrong with arguments: their names, and sentences about wrong values. */
interface Faults {
  /** Given as `from_` and as `from`. */
  twice: string[];
  unknown: string[];
  missing: string[];
  wrong: string[];
}

function checkCount(
  tool: CatalogTool,
  args: Record<string, unknown>,
  { properties, required, open }: ToolParameters,
): void {
  const count = Object.keys(args).length;
  if (open || count <= 2 * (properties.size + required.size) + maxTooMany) return;
  throw wrongArguments(tool, [`${count} were given, and it has ${properties.size} parameters`]);
}

function unknownNames(
  named: Record<string, unknown>,
  { properties, required, open }: ToolParameters,
): string[] {
  if (open) return [];
  return Object.keys(named).filter((name) => !properties.has(name) && !required.has(name));
}

function missingNames(
  named: Record<string, unknown>,
  { properties, required }: ToolParameters,
): string[] {
  return [...required].filter((name) => properties.has(name) && !Object.hasOwn(named, name));
}

function describeFaults({ twice, unknown, missing, wrong }: Faults, unused: string[]): string[] {
  const meant = new Set<string>();
  const problems = [
    ...told(
      twice,
      (name) => `"${name}" and "${name.slice(0, -1)}" are the same argument: give one`,
    ),
    ...told(unknown, (name) => unknownArgument(name, unused, meant)),
  ];
  // A misspelt parameter is not also reported as missing.
  const lacking = missing.filter((name) => !meant.has(name));
  if (lacking.length > 0)
    problems.push(`${list(lacking)} ${lacking.length > 1 ? "are" : "is"} missing`);
  problems.push(...told(wrong, (problem) => problem));
  return problems;
}

function wrongArguments(tool: CatalogTool, problems: readonly string[]): RegistryError {
  return new RegistryError(
    "invalid-arguments",
    `Wrong arguments for tool "${tool.name}" of server "${tool.server}": ${problems.join("; ")}. ` +
      `Its signature: ${tool.signature}`,
    { server: tool.server, tool: tool.name },
  );
}

/** A sentence for each argument with a wrong value. */
function wrongValues(
  named: Record<string, unknown>,
  // The names were already checked, with better messages.
  values: JsonSchemaObject,
  schema: JsonSchemaObject,
): string[] {
  const budget = createCheckBudget();
  const problems: string[] = [];
  for (const [name, value] of Object.entries(named)) {
    const problem = checkValue({ [name]: value }, values, schema, budget);
    if (!problem || problem.path.length === 0) continue;
    problems.push(problems.length < maxTold ? describeProblem(problem, schema) : "");
  }
  return problems;
}

/** Sentences for the first items, and the number of the others. */
function told<Item>(items: readonly Item[], tell: (item: Item) => string): string[] {
  const sentences = items.slice(0, maxTold).map(tell);
  const more = items.length - sentences.length;
  return more > 0 ? [...sentences, `${more} more like that`] : sentences;
}

/** The message about an unknown argument, with the most similar parameter, if there is one. */
function unknownArgument(name: string, unused: string[], meant: Set<string>): string {
  const [nearest] = nearestNames(name, unused, 1);
  if (nearest !== undefined) meant.add(nearest);
  const hint = nearest === undefined ? "" : ` (did you mean "${nearest}"?)`;
  return `there is no "${shown(name)}"${hint}`;
}

function list(names: string[]): string {
  return told(names, (name) => `"${shown(name)}"`).join(", ");
}

function shown(name: string): string {
  return name.length > shownCharacters ? `${name.slice(0, shownCharacters)}…` : name;
}
