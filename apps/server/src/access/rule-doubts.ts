import type { ToolRules } from "@mcp-code-execution/config";
import type { CatalogTool } from "@mcp-code-execution/mcp-proxy-registry";
import { offerNames } from "./guard-offers.ts";
import { matchesPattern } from "./name-pattern.ts";

const maxNames = 5;
// The sentence is shown to the model, and a server could write sentences of its own into tool names.
const plainName = /^[\w./:-]{1,64}$/;

/**
 * Sentences about patterns that match none of a server's tools, most of which are mistakes. Some use a tool's Python
 * name, which depends on the server's other tools and is therefore not usable for rules.
 */
export function ruleDoubts(
  server: string,
  rules: ToolRules,
  tools: readonly CatalogTool[],
): string[] {
  if (tools.length === 0) return [];
  const doubts = (["allow", "deny", "ask"] as const).flatMap((key) => {
    const patterns = rules[key];
    if (!Array.isArray(patterns)) return [];
    return patterns.flatMap((pattern) => {
      const names = [...offerNames, ...tools.map(({ name }) => name)];
      if (names.some((name) => matchesPattern(pattern, name))) return [];
      const meant = tools.filter(({ alias }) => matchesPattern(pattern, alias));
      const rule = `configuration: "${pattern}" in tools.${key} of the entry "${server}" matches no tool`;
      if (meant.length === 0) return [`${rule} that the server has now`];
      const why = `${rule}, since rules take the names that the server gives`;
      const shown = meant.map(({ name }) => name).filter((name) => plainName.test(name));
      const more = meant.length > maxNames ? " and others" : "";
      return [shown.length > 0 ? `${why}: ${shown.slice(0, maxNames).join(", ")}${more}` : why];
    });
  });
  return rules.also ? [...doubts, ...ruleDoubts(server, rules.also, tools)] : doubts;
}
