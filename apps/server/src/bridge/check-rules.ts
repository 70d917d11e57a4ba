// Checks the rules of servers that a program passes: what is no rule would let through more than was meant.
import { isMisplacedRule, type ToolRules } from "@mcp-code-execution/config";
import type { GuardedServers } from "../access/guarded-server.ts";
import { wrongValue } from "./wrong-value.ts";

export const askWords: ReadonlySet<unknown> = new Set(["never", "destructive", "always"]);
const ruleKeys: ReadonlySet<string> = new Set(["allow", "deny", "ask", "also"]);

/** Throws a TypeError that names the rule. */
export function checkRules(servers: GuardedServers): void {
  if (typeof servers !== "object" || servers === null || Array.isArray(servers)) {
    throw wrongValue("servers", servers, 'an object, such as {name: {command: "npx", args: […]}}');
  }
  for (const [name, server] of Object.entries(servers)) {
    if (typeof server !== "object" || server === null) continue; // the registry says so
    for (const [key, value] of Object.entries(server)) {
      if (value === undefined || !(ruleKeys.has(key) || isMisplacedRule(key, value))) continue;
      throw new TypeError(
        `servers.${name}.${key} is a rule: it must be allow, deny or ask in servers.${name}.tools.`,
      );
    }
    if (server.tools !== undefined) checkToolRules(`servers.${name}.tools`, server.tools);
  }
}

function checkToolRules(place: string, rules: ToolRules): void {
  if (typeof rules !== "object" || rules === null || Array.isArray(rules)) {
    throw wrongValue(place, rules, 'an object, such as {allow: ["get_*"], deny: ["get_secret"]}');
  }
  const unknown = Object.keys(rules).find((key) => !ruleKeys.has(key));
  if (unknown !== undefined) {
    throw new TypeError(
      `${place} has the key ${JSON.stringify(unknown)}: it may have allow, deny and ask.`,
    );
  }
  const { allow, deny, ask, also } = rules;
  for (const [key, patterns] of Object.entries({ allow, deny })) {
    if (patterns !== undefined && !isPatterns(patterns)) {
      throw wrongValue(`${place}.${key}`, patterns, 'an array of tool names, such as ["get_*"]');
    }
  }
  const isAsk = askWords.has(ask) || (isPatterns(ask) && !ask.some((name) => askWords.has(name)));
  if (ask !== undefined && !isAsk) {
    throw wrongValue(
      `${place}.ask`,
      ask,
      '"never", "destructive", "always" or an array of tool names',
    );
  }
  if (also !== undefined) checkToolRules(`${place}.also`, also);
}

function isPatterns(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((pattern) => typeof pattern === "string");
}
