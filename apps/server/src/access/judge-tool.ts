import type { AskWhen, ToolRules } from "@mcp-code-execution/config";
import { matchesPattern } from "./name-pattern.ts";

/** `ask`: a person has to allow the call. */
export type Verdict = "allow" | "ask" | "deny";

/** What a verdict depends on: the name as the server spells it, and the server's annotations of the tool. */
export interface JudgedTool {
  name: string;
  annotations?: Record<string, unknown>;
}

/**
 * `deny` takes precedence over `allow`, and both over `ask`. `ask` of the rules replaces `askWhen`. With `also`, the
 * stricter of both rules counts.
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

/** MCP's defaults: unless its annotations say otherwise, a tool writes, and may be destructive. */
function mayDestroy(annotations: Record<string, unknown> = {}): boolean {
  return annotations["readOnlyHint"] !== true && annotations["destructiveHint"] !== false;
}

function matchesAny(patterns: readonly string[], name: string): boolean {
  return patterns.some((pattern) => matchesPattern(pattern, name));
}
