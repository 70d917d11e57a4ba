import { parseByteSize } from "./byte-size.ts";
import { askWords } from "../entry/tool-rules.ts";
import { misspeltSettings } from "./misspelt-settings.ts";
import { defaultImage, type Settings } from "./settings.ts";
import { ConfigError } from "../config-error.ts";
import type { ConfigProblem } from "../config-problem.ts";

const logLevels = ["debug", "info", "warning", "error"] as const;
const auditArguments = ["digest", "full"] as const;
const projectConfigs = ["read", "ignore"] as const;
const auditFailures = ["continue", "stop"] as const;
const runtimes = ["auto", "podman", "docker", "embedded"] as const;
const outputModes = ["compact", "toon", "json"] as const;

// Node's timers are limited to 31 bits of milliseconds; a longer time-out would fire at once.
const longestTimeoutSeconds = 2_147_483;
const secretSettings: ReadonlySet<string> = new Set(["MCP_BRIDGE_HTTP_TOKEN"]);
// Enough for loops over thousands of records; an endless loop reaches this in about a minute.
const defaultMaxToolCalls = 10_000;
// Files are rotated at 10 MiB: room for one file, the next one and a long line.
const smallestAuditBytes = 32 * 1024 ** 2;
// Python itself needs some 20 MiB, and Pyodide 30.
const smallestMemoryBytes = 32 * 1024 ** 2;
// The kernel's own processes and threads are five.
const fewestPids = 8;

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
    accepted: string,
    parse: (text: string) => Value | undefined,
  ): Value | Default {
    const text = environment[name]?.trim() ?? "";
    if (text === "") return fallback;
    const value = parse(text);
    if (value !== undefined) return value;
    const found = secretSettings.has(name) ? "not usable" : `"${text}"`;
    const message = `The environment variable ${name} is ${found}. Set it to ${accepted}.`;
    problems.push({ severity: "fatal", source: "environment", key: name, message });
    return fallback;
  }

  const settings: Settings = {
    runtime: setting("MCP_BRIDGE_RUNTIME", "auto", listed(runtimes), oneOf(runtimes)),
    image: setting(
      "MCP_BRIDGE_IMAGE",
      undefined,
      `an image's name, such as ${defaultImage}`,
      image,
    ),
    timeoutSeconds: setting("MCP_BRIDGE_TIMEOUT", 300, acceptedSeconds(300), seconds),
    outputMode: setting(
      "MCP_BRIDGE_OUTPUT_MODE",
      "compact",
      listed(outputModes),
      oneOf(outputModes),
    ),
    memoryLimitBytes: setting("MCP_BRIDGE_MEMORY_LIMIT", 512 * 1024 ** 2, acceptedMemory, memory),
    pidsLimit: setting(
      "MCP_BRIDGE_PIDS_LIMIT",
      128,
      `a whole number from ${fewestPids}, such as 128`,
      pids,
    ),
    cpus: setting(
      "MCP_BRIDGE_CPUS",
      undefined,
      "a number of processors above 0, such as 1.5",
      cpus,
    ),
    containerUser: setting(
      "MCP_BRIDGE_CONTAINER_USER",
      undefined,
      "numbers, as in 65534:65534 (user and group), or each, for a different user in each sandbox",
      userAndGroup,
    ),
    ociRuntime: setting(
      "MCP_BRIDGE_OCI_RUNTIME",
      undefined,
      "the name of an OCI runtime that the engine knows, such as runsc",
      image,
    ),
    warm: setting("MCP_BRIDGE_WARM", 1, "a whole number from 0 to 16", warm),
    idleTimeoutSeconds: setting(
      "MCP_BRIDGE_IDLE_TIMEOUT",
      3600,
      `a number of seconds up to ${longestTimeoutSeconds}, or 0 for never`,
      (text) => (Number(text) === 0 ? 0 : seconds(text)),
    ),
    startupTimeoutSeconds: setting("MCP_BRIDGE_STARTUP_TIMEOUT", 60, acceptedSeconds(60), seconds),
    ask: setting("MCP_BRIDGE_ASK", "never", listed(askWords), oneOf(askWords)),
    maxToolCalls: setting(
      "MCP_BRIDGE_MAX_TOOL_CALLS",
      defaultMaxToolCalls,
      `a whole number such as ${defaultMaxToolCalls}, or 0 for no limit`,
      (text) => (Number(text) === 0 ? 0 : count(text)),
    ),
    projectConfig: setting(
      "MCP_BRIDGE_PROJECT_CONFIG",
      "read",
      listed(projectConfigs),
      oneOf(projectConfigs),
    ),
    logLevel: setting("MCP_BRIDGE_LOG_LEVEL", "info", listed(logLevels), oneOf(logLevels)),
    auditLog: setting("MCP_BRIDGE_AUDIT_LOG", undefined, "the path of a file", String),
    auditArguments: setting(
      "MCP_BRIDGE_AUDIT_ARGUMENTS",
      "digest",
      listed(auditArguments),
      oneOf(auditArguments),
    ),
    auditFailure: setting(
      "MCP_BRIDGE_AUDIT_FAILURE",
      "continue",
      listed(auditFailures),
      oneOf(auditFailures),
    ),
    auditBytes: setting(
      "MCP_BRIDGE_AUDIT_SIZE",
      1024 ** 3,
      "an amount of at least 32m, such as 1g, or 0 for no limit",
      auditSize,
    ),
    httpToken: setting(
      "MCP_BRIDGE_HTTP_TOKEN",
      undefined,
      "at least 16 characters out of letters, digits and -._~+/=, such as the output of: openssl rand -hex 32 (several are separated by commas)",
      tokens,
    ),
  };
  return { settings, problems };
}

const acceptedMemory =
  "an amount of at least 32m, such as 512m, 1.5g or 512MiB; a number without a unit counts bytes";

function acceptedSeconds(example: number): string {
  return `a number of seconds above 0 and up to ${longestTimeoutSeconds}, without a unit, such as ${example}`;
}

function listed(values: readonly string[]): string {
  return `one of ${values.join(", ")}`;
}

function oneOf<Value extends string>(
  values: readonly Value[],
): (text: string) => Value | undefined {
  return (text) => values.find((value) => value === text.toLowerCase());
}

function image(text: string): string | undefined {
  return /^[\w./:@-]+$/.test(text) ? text : undefined;
}

function seconds(text: string): number | undefined {
  if (!/^(?:\d+\.?\d*|\.\d+)$/.test(text)) return undefined;
  const value = Number(text);
  return value > 0 && value <= longestTimeoutSeconds ? value : undefined;
}

function memory(text: string): number | undefined {
  const bytes = parseByteSize(text);
  return bytes !== undefined && bytes >= smallestMemoryBytes ? bytes : undefined;
}

function auditSize(text: string): number | undefined {
  const bytes = parseByteSize(text);
  if (bytes === 0) return Infinity;
  return bytes !== undefined && bytes >= smallestAuditBytes ? bytes : undefined;
}

function count(text: string): number | undefined {
  const value = Number(text);
  return /^\d+$/.test(text) && value >= 1 && Number.isSafeInteger(value) ? value : undefined;
}

function pids(text: string): number | undefined {
  const value = count(text);
  return value !== undefined && value >= fewestPids ? value : undefined;
}

function cpus(text: string): number | undefined {
  const value = Number(text);
  return value > 0 && value <= 1024 ? value : undefined;
}

function userAndGroup(text: string): string | undefined {
  if (text.toLowerCase() === "each") return "each";
  return /^\d{1,10}(?::\d{1,10})?$/.test(text) ? text : undefined;
}

function warm(text: string): number | undefined {
  return /^\d+$/.test(text) && Number(text) <= 16 ? Number(text) : undefined;
}

/**
 * Tokens that an `Authorization: Bearer` header can carry (RFC 6750, `b64token`) and that are long enough not to be
 * guessed.
 */
function tokens(text: string): string | undefined {
  return text.split(/[,\s]+/).every((token) => /^[\w.~+/=-]{16,}$/.test(token)) ? text : undefined;
}
