import { checkValue } from "./check-value.ts";
import { describeProblem } from "./describe-problem.ts";
import { nearestNames } from "./nearest-name.ts";
import { isPythonKeyword } from "./python-names.ts";
import { readParameters } from "./read-parameters.ts";
import { RegistryError } from "./registry-error.ts";
import type { CatalogTool, JsonSchemaObject } from "./registry-types.ts";

/**
 * The arguments as the tool wants them: `from_` becomes `from` where that is the parameter's name, and a null for
 * what may be left out, where the schema does not want one, is left out. Throws `invalid-arguments` for required ones
 * that are missing, for ones the tool does not have, for `from_` beside `from`, and for values that do not fit the
 * schema. A schema that says
 * nothing, or nothing sensible, lets everything through.
 */
export function checkArguments(
  tool: CatalogTool,
  args: Record<string, unknown>,
): Record<string, unknown> {
  const { properties, required, open } = readParameters(tool.inputSchema);
  const schema = tool.inputSchema;
  const isLeftOut = (name: string, value: unknown): boolean =>
    value === undefined ||
    (value === null &&
      !required.has(name) &&
      checkValue(null, properties.get(name), schema) !== undefined);
  const twice = Object.keys(args).filter((name) => {
    const bare = parameterName(name, properties);
    return bare !== name && Object.hasOwn(args, bare);
  });
  const named = Object.fromEntries(
    Object.entries(args)
      .map(([name, value]) => [parameterName(name, properties), value] as const)
      .filter(([name, value]) => !isLeftOut(name, value)),
  );
  const unknown = open
    ? []
    : Object.keys(named).filter((name) => !properties.has(name) && !required.has(name));
  const missing = [...required].filter(
    (name) => properties.has(name) && !Object.hasOwn(named, name),
  );
  const wrong = wrongValues(named, schema);
  if ([twice, unknown, missing, wrong].every(({ length }) => length === 0)) return named;

  const unused = [...properties.keys()].filter((name) => !Object.hasOwn(named, name));
  const problems = [
    ...twice.map((name) => `"${name}" and "${name.slice(0, -1)}" are the same argument: give one`),
    ...unknown.map((name) => unknownArgument(name, unused)),
  ];
  if (missing.length > 0)
    problems.push(`${list(missing)} ${missing.length > 1 ? "are" : "is"} missing`);
  problems.push(...wrong);
  throw new RegistryError(
    "invalid-arguments",
    `Wrong arguments for tool "${tool.name}" of server "${tool.server}": ${problems.join("; ")}. ` +
      `Its signature: ${tool.signature}`,
    { server: tool.server, tool: tool.name },
  );
}

/** A sentence for each argument whose value does not fit. */
function wrongValues(named: Record<string, unknown>, schema: JsonSchemaObject): string[] {
  // Names have been seen to already, and more kindly.
  const { required: _required, additionalProperties: _more, ...values } = schema;
  if (!checkValue(named, values, schema)) return [];
  return Object.entries(named).flatMap(([name, value]) => {
    const problem = checkValue({ [name]: value }, values, schema);
    return problem && problem.path.length > 0 ? [describeProblem(problem, schema)] : [];
  });
}

function parameterName(name: string, properties: ReadonlyMap<string, unknown>): string {
  const bare = name.endsWith("_") ? name.slice(0, -1) : name;
  const stands = isPythonKeyword(bare) && properties.has(bare);
  return stands && !properties.has(name) ? bare : name;
}

function unknownArgument(name: string, unused: string[]): string {
  const [nearest] = nearestNames(name, unused, 1);
  const hint = nearest === undefined ? "" : ` (did you mean "${nearest}"?)`;
  return `there is no "${name}"${hint}`;
}

function list(names: string[]): string {
  return names.map((name) => `"${name}"`).join(", ");
}
