import type { AskWhen, ToolRules } from "@mcp-code-execution/config";
import { matchesPattern } from "./name-pattern.ts";

/** `ask`: a person has to allow the call. */
export type Verdict = "allow" | "ask" | "deny";

/** What a verdict depends on: the name as the server spells it, and what the server says of the tool. */
export interface JudgedTool {
  name: string;
  annotations?: Record<string, unknown>;
}

/**
 * `deny` counts before `allow`, both before `ask`. `ask` of the rules takes the place of `askWhen`. Of `also`, the
 * stricter counts.
 */
export function judgeTool(tool: JudgedTool, rules: ToolRules, askWhen: AskWhen): Verdict {
  const verdict = judgeAlone(tool, rules, askWhen);
  if (!rules.also || verdict === "deny") return verdict;
  const other = judgeTool(tool, rules.also, askWhen);
  return other === "allow" ? verdict : other;
}

function judgeAlone(tool: JudgedTool, rules: ToolRules, askWhen: AskWhen): Verdict {
  const { allow, deny = [], ask = askWhen } = rules;
  if (matchesAny(deny, tool.name)) return "deny";
  if (allow && !matchesAny(allow, tool.name)) return "deny";
  return mustAsk(tool, ask) ? "ask" : "allow";
}

function mustAsk({ name, annotations }: JudgedTool, ask: string[] | AskWhen): boolean {
  if (typeof ask !== "string") return matchesAny(ask, name);
  return ask === "always" || (ask === "destructive" && mayDestroy(annotations));
}

/** The defaults are those of MCP: a tool that does not say otherwise writes, and what it writes may destroy. */
function mayDestroy(annotations: Record<string, unknown> = {}): boolean {
  return annotations["readOnlyHint"] !== true && annotations["destructiveHint"] !== false;
}

function matchesAny(patterns: readonly string[], name: string): boolean {
  return patterns.some((pattern) => matchesPattern(pattern, name));
}
