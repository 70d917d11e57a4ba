import { nearestNames } from "./nearest-name.ts";
import { RegistryError } from "../registry-error.ts";
import type { CatalogTool } from "../catalog/catalog-types.ts";

/** What the error may contain in addition to the wrong name. */
export interface UnknownToolOptions {
  /** The tools that may be suggested; if absent, none is. */
  tools?: readonly CatalogTool[];
  cause?: unknown;
}

// So many names cost less than the search that would find one.
const maxNamed = 10;
const longestNames = 400;

/** The error `unknown-tool`: suggests the most similar names, and shows how the first one is called. */
export function unknownTool(
  server: string,
  wrong: string,
  { tools, cause }: UnknownToolOptions = {},
): RegistryError {
  return new RegistryError(
    "unknown-tool",
    `Server "${server}" has no tool "${wrong}".${suggestion(wrong, tools)} Search the tools for what it should do.`,
    { server, tool: wrong, ...(cause !== undefined && { cause }) },
  );
}

function suggestion(wrong: string, tools: readonly CatalogTool[] | undefined): string {
  if (tools === undefined) return "";
  const names = nearestNames(
    wrong,
    tools.map(({ name }) => name),
  );
  const nearest = tools.find(({ name }) => name === names[0]);
  if (!nearest) return ` ${allNames(tools)}`;
  return ` The nearest: ${names.join(", ")}. To call the first: ${nearest.signature}.`;
}

function allNames(tools: readonly CatalogTool[]): string {
  const names = tools.slice(0, maxNamed).map(({ name }) => name);
  const list = names.join(", ");
  return tools.length > maxNamed || list.length > longestNames
    ? `It has ${tools.length} tools, none with a name like that.`
    : `It has ${tools.length === 0 ? "no tools" : `only: ${list}`}.`;
}
