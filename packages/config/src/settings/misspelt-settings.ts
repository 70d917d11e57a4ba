import { nearestKey } from "../entry/nearest-key.ts";
import type { ConfigProblem } from "../config-problem.ts";

const prefix = "MCP_BRIDGE_";
const names = [
  "ASK",
  "AUDIT_ARGUMENTS",
  "AUDIT_FAILURE",
  "AUDIT_LOG",
  "AUDIT_SIZE",
  "CONFIG",
  "CONTAINER_USER",
  "CPUS",
  "HTTP_TOKEN",
  "IDLE_TIMEOUT",
  "IMAGE",
  "LOG_LEVEL",
  "MAX_TOOL_CALLS",
  "MEMORY_LIMIT",
  "NESTED",
  "OCI_RUNTIME",
  "OUTPUT_MODE",
  "PIDS_LIMIT",
  "PROJECT_CONFIG",
  "RUNTIME",
  "SAVED_TOOLS",
  "STARTUP_TIMEOUT",
  "TIMEOUT",
  "WARM",
];
/** Names of the Python original. */
const renamed: Readonly<Record<string, string>> = {
  MEMORY: "MEMORY_LIMIT",
  PIDS: "PIDS_LIMIT",
  RUNTIME_IDLE_TIMEOUT: "IDLE_TIMEOUT",
};

/** A warning for each variable that was probably meant to be one of ours. Variables that resemble none are ignored. */
export function misspeltSettings(
  environment: Readonly<Record<string, string | undefined>>,
): ConfigProblem[] {
  const byLetters = new Map(names.map((name) => [name.replaceAll("_", ""), name]));
  return Object.keys(environment).flatMap((key) => {
    const name = key.slice(prefix.length);
    if (!key.startsWith(prefix) || names.includes(name) || !environment[key]?.trim()) return [];
    const near = nearestKey(name, [...byLetters.keys()]) ?? "";
    const meant = renamed[name] ?? byLetters.get(near);
    if (meant === undefined) return [];
    const message = `The environment variable ${key} is not known and is ignored. If ${prefix}${meant} is meant, write it so.`;
    return [{ severity: "warning", source: "environment", key, message }];
  });
}
