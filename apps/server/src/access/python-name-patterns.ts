import type { ToolRules } from "@mcp-code-execution/config";
import type { CatalogTool } from "@mcp-code-execution/mcp-proxy-registry";
import { matchesPattern } from "./name-pattern.ts";

/**
 * Patterns that were written as Python spells a tool and match none as its server does, in sentences. A tool's Python
 * name depends on the server's other tools, so it is nothing to hang a rule on.
 */
export function pythonNamePatterns(
  server: string,
  rules: ToolRules,
  tools: readonly CatalogTool[],
): string[] {
  return (["allow", "deny", "ask"] as const).flatMap((key) => {
    const patterns = rules[key];
    if (!Array.isArray(patterns)) return [];
    return patterns.flatMap((pattern) => {
      if (tools.some(({ name }) => matchesPattern(pattern, name))) return [];
      const meant = tools.filter(({ alias }) => matchesPattern(pattern, alias));
      if (meant.length === 0) return [];
      const names = meant.map(({ name }) => name).join(", ");
      return [
        `configuration: "${pattern}" in tools.${key} of the entry "${server}" matches no tool, since rules take the names that the server gives: ${names}`,
      ];
    });
  });
}
