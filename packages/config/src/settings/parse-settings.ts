import {
  type AcceptedValues,
  auditBytes,
  bearerTokens,
  countOrNoLimit,
  cpus,
  filePath,
  imageName,
  memoryBytes,
  oneOf,
  pids,
  runtimeName,
  seconds,
  secondsOrNever,
  userAndGroup,
  warmSandboxes,
} from "./accepted-values.ts";
import { askWords } from "../entry/tool-rules.ts";
import { misspeltSettings } from "./misspelt-settings.ts";
import type { Settings } from "./settings.ts";
import { ConfigError } from "../config-error.ts";
import type { ConfigProblem } from "../config-problem.ts";

const logLevels = ["debug", "info", "warning", "error"] as const;
const auditArguments = ["digest", "full"] as const;
const projectConfigs = ["read", "ignore"] as const;
const auditFailures = ["continue", "stop"] as const;
const runtimes = ["auto", "podman", "docker", "embedded"] as const;
const outputModes = ["compact", "toon", "json"] as const;

const secretSettings: ReadonlySet<string> = new Set(["MCP_BRIDGE_HTTP_TOKEN"]);
// Enough for loops over thousands of records; an endless loop reaches this in about a minute.
const defaultMaxToolCalls = 10_000;

/**
 * Reads the settings from environment variables; an empty variable counts as not set.
 * @throws {ConfigError} `invalid-setting`, naming every variable that is wrong, its value and what is accepted.
 */
export function parseSettings(environment: Readonly<Record<string, string | undefined>>): Settings {
  if (typeof environment !== "object" || environment === null) {
    throw new TypeError("parseSettings takes an object of variables: pass process.env.");
  }
  const { settings, problems } = readSettings(environment);
  const fatal = problems.filter(({ severity }) => severity === "fatal");
  if (fatal.length > 0) throw new ConfigError("invalid-setting", fatal);
  return settings;
}

/** As `parseSettings`, but a bad variable keeps its default and becomes a problem, as does one that is misspelt. */
export function readSettings(environment: Readonly<Record<string, string | undefined>>): {
  settings: Settings;
  problems: ConfigProblem[];
} {
  const problems: ConfigProblem[] = misspeltSettings(environment);

  function setting<Value, Default>(
    name: string,
    fallback: Default,
    accepted: AcceptedValues<Value>,
  ): Value | Default {
    const text = environment[name]?.trim() ?? "";
    if (text === "") return fallback;
    const value = accepted.parse(text);
    if (value !== undefined) return value;
    const found = secretSettings.has(name) ? "not usable" : `"${text}"`;
    const message = `The environment variable ${name} is ${found}. Set it to ${accepted.words}.`;
    problems.push({ severity: "fatal", source: "environment", key: name, message });
    return fallback;
  }

  const settings: Settings = {
    runtime: setting("MCP_BRIDGE_RUNTIME", "auto", oneOf(runtimes)),
    image: setting("MCP_BRIDGE_IMAGE", undefined, imageName),
    timeoutSeconds: setting("MCP_BRIDGE_TIMEOUT", 300, seconds(300)),
    outputMode: setting("MCP_BRIDGE_OUTPUT_MODE", "compact", oneOf(outputModes)),
    memoryLimitBytes: setting("MCP_BRIDGE_MEMORY_LIMIT", 512 * 1024 ** 2, memoryBytes),
    pidsLimit: setting("MCP_BRIDGE_PIDS_LIMIT", 128, pids),
    cpus: setting("MCP_BRIDGE_CPUS", undefined, cpus),
    containerUser: setting("MCP_BRIDGE_CONTAINER_USER", undefined, userAndGroup),
    ociRuntime: setting("MCP_BRIDGE_OCI_RUNTIME", undefined, runtimeName),
    warm: setting("MCP_BRIDGE_WARM", 1, warmSandboxes),
    idleTimeoutSeconds: setting("MCP_BRIDGE_IDLE_TIMEOUT", 3600, secondsOrNever),
    startupTimeoutSeconds: setting("MCP_BRIDGE_STARTUP_TIMEOUT", 60, seconds(60)),
    ask: setting("MCP_BRIDGE_ASK", "never", oneOf(askWords)),
    maxToolCalls: setting(
      "MCP_BRIDGE_MAX_TOOL_CALLS",
      defaultMaxToolCalls,
      countOrNoLimit(defaultMaxToolCalls),
    ),
    projectConfig: setting("MCP_BRIDGE_PROJECT_CONFIG", "read", oneOf(projectConfigs)),
    logLevel: setting("MCP_BRIDGE_LOG_LEVEL", "info", oneOf(logLevels)),
    auditLog: setting("MCP_BRIDGE_AUDIT_LOG", undefined, filePath),
    auditArguments: setting("MCP_BRIDGE_AUDIT_ARGUMENTS", "digest", oneOf(auditArguments)),
    auditFailure: setting("MCP_BRIDGE_AUDIT_FAILURE", "continue", oneOf(auditFailures)),
    auditBytes: setting("MCP_BRIDGE_AUDIT_SIZE", 1024 ** 3, auditBytes),
    httpToken: setting("MCP_BRIDGE_HTTP_TOKEN", undefined, bearerTokens),
  };
  return { settings, problems };
}
