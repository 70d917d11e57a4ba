import { isObject } from "../json-value.ts";
import { pythonNames } from "../names/python-names.ts";
import { unknownTool } from "../names/unknown-tool.ts";
import type { CatalogTool } from "../catalog/catalog-types.ts";
import type { JsonSchemaObject } from "../schemas/json-schema.ts";
import type { LogEvent } from "../log-event.ts";
import { signature } from "../schemas/signature.ts";

// Limits of a tool's parts: a tool beyond them is kept without what makes it so large.
const longestDescription = 20_000;
// For all descriptions of a server together, since the search reads each of them; beyond that, descriptions are
// shortened.
const maxDescribed = 4_000_000;
const shortDescription = 300;
// The search reads titles as well.
const longestTitle = 300;
const largestSchema = 1_000_000;
// The longest name by which code can call a tool.
const longestName = 1000;

/** The tools of one running server. */
export interface ToolTable {
  readonly tools: readonly CatalogTool[];
  /** By name, else by alias. */
  get(name: string): CatalogTool | undefined;
  /** The same. Throws `unknown-tool`, which names the nearest ones unless `suggest` is false. */
  find(name: string, suggest?: boolean): CatalogTool;
}

type NamedTool = Record<string, unknown> & { name: string };

/** Reads the answer to `tools/list`. Tools without a name and duplicates are dropped. */
export function createToolTable(
  server: string,
  listed: unknown[],
  log: (level: LogEvent["level"], message: string) => void,
): ToolTable {
  const named = new Map<string, NamedTool>();
  for (const tool of listed) {
    if (!isNamed(tool)) log("warning", "left out a tool without a name");
    else if (tool.name.length > longestName)
      log("warning", `left out a tool whose name has ${tool.name.length} characters`);
    else if (named.has(tool.name)) log("warning", `left out a second tool called "${tool.name}"`);
    else named.set(tool.name, tool);
  }
  for (const [name, tool] of named) {
    if (!isLarge(tool["inputSchema"]) && !isLarge(tool["outputSchema"])) continue;
    log("warning", `left out the schemas of "${name}": they have more than a million characters`);
    named.set(name, { ...tool, inputSchema: undefined, outputSchema: undefined });
  }
  const aliases = pythonNames(named.keys());
  let described = 0;
  const tools = [...named.values()].map((tool) => {
    const longest = described < maxDescribed ? longestDescription : shortDescription;
    const made = catalogTool(server, tool, aliases.get(tool.name) ?? tool.name, longest);
    described += made.description.length;
    return made;
  });
  if (described >= maxDescribed) {
    log("warning", `its descriptions have more than ${maxDescribed} characters; the last are cut`);
  }
  const byName = new Map(tools.map((tool) => [tool.name, tool]));
  const byAlias = new Map(tools.map((tool) => [tool.alias, tool]));
  const get = (name: string): CatalogTool | undefined => byName.get(name) ?? byAlias.get(name);
  return {
    tools,
    get,
    find(name, suggest = true) {
      const tool = get(name);
      if (!tool) throw unknownTool(server, name, suggest ? { tools } : {});
      return tool;
    },
  };
}

function catalogTool(server: string, tool: NamedTool, alias: string, longest: number): CatalogTool {
  const { name, title, description, annotations } = tool;
  const inputSchema: JsonSchemaObject = isObject(tool["inputSchema"])
    ? tool["inputSchema"]
    : { type: "object" };
  return {
    server,
    name,
    alias,
    ...(typeof title === "string" && { title: title.slice(0, longestTitle) }),
    description: typeof description === "string" ? description.slice(0, longest) : "",
    inputSchema,
    ...(isObject(tool["outputSchema"]) && { outputSchema: tool["outputSchema"] }),
    ...(isObject(annotations) && { annotations }),
    signature: signature(alias, inputSchema),
  };
}

function isLarge(schema: unknown): boolean {
  return isObject(schema) && JSON.stringify(schema).length > largestSchema;
}

function isNamed(tool: unknown): tool is NamedTool {
  return isObject(tool) && typeof tool["name"] === "string" && tool["name"] !== "";
}
