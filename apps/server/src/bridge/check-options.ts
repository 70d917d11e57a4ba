// Checks what a program passes, before anything starts. Most of it is checked where it is used; these would not fail
// there, but let through more than was meant.
import { checkAuditLog } from "../observability/audit/check-audit-log.ts";
import type { BridgeOptions } from "./bridge-types.ts";
import { askWords, checkRules } from "./check-rules.ts";
import { wrongValue } from "./wrong-value.ts";

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
  unusable: true,
  notices: true,
  auditLog: true,
  telemetry: true,
  onLog: true,
};

const outputModes: ReadonlySet<unknown> = new Set(["compact", "toon", "json"]);
const functions = ["approve", "clientFeatures", "onLog"] as const;

/** Throws a TypeError that names the option, or one that is not among `names`: misspelt, it would have no effect. */
export function checkOptions(
  options: BridgeOptions,
  names: Readonly<Record<string, true>> = bridgeOptionNames,
): void {
  if (typeof options !== "object" || options === null) {
    throw wrongValue("The argument", options, "an object of options");
  }
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined || Object.hasOwn(names, name)) continue;
    throw new TypeError(
      `There is no option ${name}. The options here are ${Object.keys(names).join(", ")}.`,
    );
  }
  const { ask, outputMode, maxToolCalls, maxSandboxes, servers } = options;
  if (ask !== undefined && !askWords.has(ask)) {
    throw wrongValue("ask", ask, '"never", "destructive" or "always"');
  }
  if (outputMode !== undefined && !outputModes.has(outputMode)) {
    throw wrongValue("outputMode", outputMode, '"compact", "toon" or "json"');
  }
  const isCount = Number.isInteger(maxToolCalls) || maxToolCalls === Infinity;
  if (maxToolCalls !== undefined && !(isCount && maxToolCalls >= 0)) {
    throw wrongValue("maxToolCalls", maxToolCalls, "a whole number; 0 means no limit");
  }
  if (maxSandboxes !== undefined && !(Number.isFinite(maxSandboxes) && maxSandboxes > 0)) {
    throw wrongValue("maxSandboxes", maxSandboxes, "a number above 0");
  }
  checkUnusable(options.unusable);
  checkTimes(options);
  for (const name of functions) {
    const value: unknown = options[name];
    if (value !== undefined && typeof value !== "function") {
      throw wrongValue(name, value, "a function");
    }
  }
  checkObservation(options);
  if (servers !== undefined) checkRules(servers);
}

function checkTimes(options: BridgeOptions): void {
  for (const name of ["timeoutSeconds", "startupTimeoutSeconds"] as const) {
    const seconds = options[name];
    if (seconds !== undefined && !(Number.isFinite(seconds) && seconds > 0)) {
      throw wrongValue(name, seconds, "a number of seconds above 0");
    }
  }
  const { idleTimeoutSeconds: idle } = options;
  if (idle !== undefined && !(Number.isFinite(idle) && idle >= 0)) {
    throw wrongValue("idleTimeoutSeconds", idle, "a number of seconds; 0 means never");
  }
}

function checkObservation({ auditLog, telemetry, notices }: BridgeOptions): void {
  if (auditLog !== undefined) checkAuditLog(auditLog);
  const isTelemetry =
    typeof telemetry === "object" &&
    telemetry !== null &&
    Object.keys(telemetry).every((key) => key === "content");
  if (telemetry !== undefined && !isTelemetry) {
    throw wrongValue("telemetry", telemetry, "an object, {content: true} or {content: false}");
  }
  if (notices !== undefined && !Array.isArray(notices)) {
    throw wrongValue("notices", notices, "an array of sentences");
  }
}

function checkUnusable(servers: BridgeOptions["unusable"]): void {
  if (servers === undefined) return;
  if (!Array.isArray(servers)) throw wrongValue("unusable", servers, "an array of {name, reason}");
  for (const server of servers) {
    if (typeof server?.name === "string" && typeof server.reason === "string") continue;
    throw wrongValue("An entry of unusable", server, "{name, reason}, two strings");
  }
}
