// Checks what a program passes, before anything starts. Most of it is checked where it is used; these would not fail
// there, but let through more than was meant.
import { isMisplacedRule, type ToolRules } from "@mcp-code-execution/config";
import type { GuardedServers } from "../access/guarded-server.ts";
import type { BridgeOptions } from "./bridge-types.ts";

/** Every option of a bridge. */
export const bridgeOptionNames: Record<keyof BridgeOptions, true> = {
  servers: true,
  ask: true,
  approve: true,
  maxToolCalls: true,
  clientFeatures: true,
  runtime: true,
  timeoutSeconds: true,
  startupTimeoutSeconds: true,
  memoryLimitBytes: true,
  pidsLimit: true,
  image: true,
  cpus: true,
  containerUser: true,
  ociRuntime: true,
  warm: true,
  maxSandboxes: true,
  idleTimeoutSeconds: true,
  held: true,
  outputMode: true,
  savedToolsFolder: true,
  loginsFolder: true,
  notices: true,
  auditLog: true,
  telemetry: true,
  onLog: true,
};

const askWords: ReadonlySet<unknown> = new Set(["never", "destructive", "always"]);
const outputModes: ReadonlySet<unknown> = new Set(["compact", "toon", "json"]);
const ruleKeys: ReadonlySet<string> = new Set(["allow", "deny", "ask", "also"]);

/** Throws a TypeError that names the option, or one that is not among `names`: misspelt, it would have no effect. */
export function checkOptions(
  options: BridgeOptions,
  names: Readonly<Record<string, true>> = bridgeOptionNames,
): void {
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined || Object.hasOwn(names, name)) continue;
    throw new TypeError(
      `There is no option ${name}. The options here are ${Object.keys(names).join(", ")}.`,
    );
  }
  const { ask, outputMode, maxToolCalls, timeoutSeconds, servers } = options;
  if (ask !== undefined && !askWords.has(ask)) {
    throw wrong("ask", ask, '"never", "destructive" or "always"');
  }
  if (outputMode !== undefined && !outputModes.has(outputMode)) {
    throw wrong("outputMode", outputMode, '"compact", "toon" or "json"');
  }
  const isCount = Number.isInteger(maxToolCalls) || maxToolCalls === Infinity;
  if (maxToolCalls !== undefined && !(isCount && maxToolCalls >= 0)) {
    throw wrong("maxToolCalls", maxToolCalls, "a whole number; 0 means no limit");
  }
  if (timeoutSeconds !== undefined && !(Number.isFinite(timeoutSeconds) && timeoutSeconds > 0)) {
    throw wrong("timeoutSeconds", timeoutSeconds, "a number of seconds above 0");
  }
  if (servers !== undefined) checkRules(servers);
}

/** Throws a TypeError that names the rule. */
export function checkRules(servers: GuardedServers): void {
  if (typeof servers !== "object" || servers === null || Array.isArray(servers)) {
    throw wrong("servers", servers, 'an object, such as {name: {command: "npx", args: […]}}');
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
    throw wrong(place, rules, 'an object, such as {allow: ["get_*"], deny: ["get_secret"]}');
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
      throw wrong(`${place}.${key}`, patterns, 'an array of tool names, such as ["get_*"]');
    }
  }
  const isAsk = askWords.has(ask) || (isPatterns(ask) && !ask.some((name) => askWords.has(name)));
  if (ask !== undefined && !isAsk) {
    throw wrong(`${place}.ask`, ask, '"never", "destructive", "always" or an array of tool names');
  }
  if (also !== undefined) checkToolRules(`${place}.also`, also);
}

function isPatterns(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((pattern) => typeof pattern === "string");
}

function wrong(place: string, value: unknown, wanted: string): TypeError {
  const text = typeof value === "number" ? String(value) : (JSON.stringify(value) ?? String(value));
  return new TypeError(`${place} is ${text.slice(0, 100)}: it must be ${wanted}.`);
}
