// Checks what callers pass, before anything starts: callers in JavaScript may pass wrong types, which would fail later
// and elsewhere.
import { userForEach } from "./drivers/container/sandbox-user.ts";
import type { HeldBytes } from "./connection/held-bytes.ts";
import type { SandboxDriver, SandboxLimits } from "./drivers/driver.ts";
import type { ServerHandle } from "./protocol/host-frames.ts";
import { describeValue } from "./describe-value.ts";
import { type RunOptions, runOptionNames } from "./runs/run-options.ts";
import type { ToolHost } from "./tools/tool-host.ts";
import { SandboxError } from "./sandbox-error.ts";

/** The value, if it is a positive number. Throws a SandboxError `invalid-options` otherwise. */
export function positive(name: string, value: number): number {
  if (Number.isFinite(value) && value > 0) return value;
  throw invalid(`${name} is ${describeValue(value)}: it must be a positive number.`);
}

// Python itself needs some 20 MiB, and Pyodide 30: with less, a sandbox never becomes ready.
const leastMemoryBytes = 32 * 1024 ** 2;
// The kernel's own processes and threads are five.
const fewestPids = 8;

/** Checks the limits of a sandbox: one that no sandbox can start within would only be found out by a time-out. */
export function checkLimits(limits: SandboxLimits): SandboxLimits {
  const { memoryBytes, pids } = limits;
  if (positive("memoryLimitBytes", memoryBytes) < leastMemoryBytes) {
    throw invalid(
      `memoryLimitBytes is ${memoryBytes}: it is a number of bytes, and must be at least ${leastMemoryBytes} (32 MiB).`,
    );
  }
  if (positive("pidsLimit", pids) < fewestPids) {
    throw invalid(`pidsLimit is ${pids}: it must be at least ${fewestPids}.`);
  }
  return limits;
}

/** Checks the options that are not plain numbers. */
export function checkOptions(options: {
  warm?: number | undefined;
  idleTimeoutMs?: number | undefined;
  host?: ToolHost | undefined;
  driver?: SandboxDriver | undefined;
  containerUser?: string | undefined;
  held?: HeldBytes | undefined;
  onStatus?: unknown;
}): void {
  checkObject("The options", options);
  const { warm = 0, idleTimeoutMs = 0, containerUser, held, host, driver } = options;
  if (!Number.isInteger(warm) || warm < 0) {
    throw invalid(`warm is ${describeValue(warm)}: it must be a whole number from 0.`);
  }
  if (typeof idleTimeoutMs !== "number" || !(idleTimeoutMs >= 0)) {
    throw invalid(
      `idleTimeoutMs is ${describeValue(idleTimeoutMs)}: it must be a number of milliseconds.`,
    );
  }
  if (containerUser !== undefined && !isUser(containerUser)) {
    throw invalid(
      `containerUser is ${describeValue(containerUser)}: it must be numbers, as in "65534:65534" (user and group), or "${userForEach}", for a different user in each sandbox.`,
    );
  }
  checkFunction("onStatus", options.onStatus);
  if (held !== undefined && typeof held?.check !== "function") {
    throw invalid(`held is ${describeValue(held)}: it must be the result of createHeldBytes().`);
  }
  if (driver !== undefined && typeof driver?.start !== "function") {
    throw invalid("driver has no method start: a driver is {name, start(options)}.");
  }
  if (host === undefined) return;
  const needed = ["listServers", "callTool", "searchTools", "describeTools"] as const;
  const missing = needed.filter((method) => typeof host?.[method] !== "function");
  if (missing.length > 0) {
    throw invalid(`host has no method ${missing.join(", ")}: a ToolHost has ${needed.join(", ")}.`);
  }
}

export function checkSessionName(name: unknown): void {
  if (typeof name !== "string") {
    throw invalid(`The session's name is ${describeValue(name)}: it must be a string.`);
  }
}

/** Refuses an option that does not exist: a misspelt one would have no effect, such as a limit that limits nothing. */
export function checkNames(options: object, known: Readonly<Record<string, true>>): void {
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined || Object.hasOwn(known, name)) continue;
    throw invalid(
      `There is no option ${name}. The options here are ${Object.keys(known).join(", ")}.`,
    );
  }
}

/** Checks the code and the options of one run. */
export function checkRun(
  code: unknown,
  options: RunOptions,
  names: Readonly<Record<string, true>> = runOptionNames,
): void {
  if (typeof code !== "string") {
    throw invalid(`The code is ${describeValue(code)}: it must be a string of Python.`);
  }
  checkObject("The options of a run", options);
  checkNames(options, names);
  const { id, signal, timeoutMs } = options;
  if (id !== undefined && (typeof id !== "string" || id === "")) {
    throw invalid(`id is ${describeValue(id)}: it must be a string that is not empty.`);
  }
  // Infinity is a run without a time-out.
  if (timeoutMs !== undefined && timeoutMs !== Infinity) positive("timeoutMs", timeoutMs);
  if (signal !== undefined && typeof signal?.addEventListener !== "function") {
    throw invalid("signal is not an AbortSignal: pass the `signal` of an AbortController.");
  }
  checkFunction("onOutput", options.onOutput);
  checkFunction("onStatus", options.onStatus);
}

/** Checks the result of the host's `listServers`: a kernel cannot start a run with anything else. */
export function checkServers(servers: readonly ServerHandle[]): readonly ServerHandle[] {
  if (!Array.isArray(servers)) {
    throw invalid(`The host's listServers() gave ${describeValue(servers)}: it must be an array.`);
  }
  for (const server of servers) {
    if (typeof server?.name === "string" && typeof server.alias === "string") continue;
    throw invalid(
      `The host's listServers() gave ${describeValue(server)}: each server is {name, alias, description?}, where the alias is a Python name.`,
    );
  }
  return servers;
}

/** Checks the name of a runtime that is looked at by itself. */
export function checkRuntimeName(name: unknown): void {
  if (name === "podman" || name === "docker" || name === "embedded") return;
  throw invalid(
    `The runtime is ${describeValue(name)}: it must be "podman", "docker" or "embedded".`,
  );
}

/** Checks the name of an engine. */
export function checkEngineName(name: unknown): void {
  if (name === "podman" || name === "docker") return;
  throw invalid(`The engine is ${describeValue(name)}: it must be "podman" or "docker".`);
}

/** Checks the options of building or pulling an image. */
export function checkImageOptions(options: {
  engine?: string | undefined;
  onProgress?: unknown;
}): void {
  checkObject("The options", options);
  if (options.engine !== undefined) checkEngineName(options.engine);
  checkFunction("onProgress", options.onProgress);
}

function isUser(value: unknown): boolean {
  return typeof value === "string" && (value === userForEach || /^\d+(?::\d+)?$/.test(value));
}

function checkObject(what: string, value: unknown): void {
  if (typeof value === "object" && value !== null) return;
  throw invalid(`${what} are ${describeValue(value)}: they must be an object.`);
}

function checkFunction(name: string, value: unknown): void {
  if (value === undefined || typeof value === "function") return;
  throw invalid(`${name} is ${describeValue(value)}: it must be a function.`);
}

function invalid(message: string): SandboxError {
  return new SandboxError("invalid-options", message);
}
