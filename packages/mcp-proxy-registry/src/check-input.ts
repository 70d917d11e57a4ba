// Checks what callers pass, before anything starts: callers in JavaScript may pass wrong types, which would fail later
// and elsewhere.
import type { AskOptions } from "./calls/ask-options.ts";
import type { CallOptions } from "./calls/call-types.ts";
import type { CatalogOptions } from "./catalog/catalog-types.ts";
import type { RegistryOptions } from "./registry-types.ts";
import { RegistryError } from "./registry-error.ts";

type Fields = Record<string, unknown>;

/** Throws `invalid-options`, which names the server and the key. */
export function checkServers(servers: unknown): void {
  const example = '{name: {command: "npx", args: ["-y", "…"]}} or {name: {url: "https://…"}}';
  if (!isRecord(servers)) {
    throw invalid(`The servers are ${shown(servers)}: they must be an object such as ${example}.`);
  }
  for (const [name, definition] of Object.entries(servers)) {
    const problem = isRecord(definition)
      ? problemOfDefinition(definition)
      : `it is ${shown(definition)}, and must be an object such as {command, args} or {url}`;
    if (problem === undefined) continue;
    throw invalid(`The definition of server "${name}" is wrong: ${problem}.`, name);
  }
}

function problemOfDefinition(definition: Fields): string | undefined {
  const { command, url, args, env, headers, transport, maxConcurrentCalls } = definition;
  if (url === undefined && command === undefined) {
    return "it has neither a command nor a url";
  }
  if (url === undefined && typeof command !== "string") {
    return `command is ${shown(command)}: it must be a string, and its arguments stand in args`;
  }
  if (url !== undefined && typeof url !== "string" && !(url instanceof URL)) {
    return `url is ${shown(url)}: it must be a string`;
  }
  if (args !== undefined && !(Array.isArray(args) && args.every(isText))) {
    return `args is ${shown(args)}: it must be an array of strings`;
  }
  const transports: unknown[] = [undefined, "stdio", "http", "sse"];
  if (!transports.includes(transport)) {
    return `transport is ${shown(transport)}: it must be "stdio", "http" or "sse"`;
  }
  // With none at once, every call would wait for ever.
  const isCount = Number.isInteger(maxConcurrentCalls) || maxConcurrentCalls === Infinity;
  if (maxConcurrentCalls !== undefined && !(isCount && Number(maxConcurrentCalls) >= 1)) {
    return `maxConcurrentCalls is ${shown(maxConcurrentCalls)}: it must be a whole number from 1`;
  }
  return (
    problemOfTexts("env", env) ??
    problemOfTexts("headers", headers) ??
    problemOfTime("timeoutMs", definition["timeoutMs"]) ??
    problemOfTime("startupTimeoutMs", definition["startupTimeoutMs"])
  );
}

function problemOfTexts(key: string, texts: unknown): string | undefined {
  if (texts === undefined) return undefined;
  if (!isRecord(texts)) return `${key} is ${shown(texts)}: it must be an object of strings`;
  // The value may be a secret, so only its type is reported.
  const [wrong] = Object.entries(texts).find(([, value]) => !isText(value)) ?? [];
  if (wrong === undefined) return undefined;
  return `${key}.${wrong} is ${shown(texts[wrong])}: it must be a string`;
}

const registryOptionNames: Record<keyof RegistryOptions, true> = {
  startupTimeoutMs: true,
  callTimeoutMs: true,
  authStore: true,
  clientInfo: true,
  clientFeatures: true,
  onLog: true,
};

/** Throws `invalid-options`. */
export function checkRegistryOptions(options: RegistryOptions): void {
  checkOptionsObject("the registry", options);
  checkNames("the registry", options, registryOptionNames);
  checkTime("startupTimeoutMs", options.startupTimeoutMs);
  checkTime("callTimeoutMs", options.callTimeoutMs);
  checkFunction("onLog", options.onLog);
  checkFunction("clientFeatures", options.clientFeatures);
  if (options.authStore !== undefined) checkStore(options.authStore, "authStore");
  const { clientInfo } = options as { clientInfo?: unknown };
  if (
    clientInfo !== undefined &&
    !(
      isRecord(clientInfo) &&
      typeof clientInfo["name"] === "string" &&
      typeof clientInfo["version"] === "string"
    )
  ) {
    throw invalid(`clientInfo is ${shown(clientInfo)}: it must be {name, version}, both strings.`);
  }
}

/** Throws `invalid-options`. */
export function checkAsk(options: AskOptions & CatalogOptions = {}): AskOptions & CatalogOptions {
  checkOptionsObject("the request", options);
  checkSignal(options.signal);
  if (options.servers !== undefined && !Array.isArray(options.servers)) {
    throw invalid(`servers is ${shown(options.servers)}: it must be an array of names.`);
  }
  return options;
}

/** Throws `invalid-options`, or `invalid-arguments` if the arguments are not an object. */
export function checkCall(
  server: string,
  tool: unknown,
  args: unknown,
  options: CallOptions,
): void {
  checkName("The tool", tool);
  checkOptionsObject("the call", options);
  checkSignal(options.signal);
  checkTime("timeoutMs", options.timeoutMs);
  checkFunction("onProgress", options.onProgress);
  checkFunction("onLog", options.onLog);
  checkFunction("admit", options.admit);
  if (isRecord(args)) return;
  throw new RegistryError(
    "invalid-arguments",
    `The arguments for tool "${String(tool)}" of server "${server}" are ${shown(args)}: they must be an object of names to values.`,
    { server, tool: String(tool) },
  );
}

/** Throws `invalid-options`. */
export function checkName(what: string, name: unknown): void {
  if (typeof name === "string") return;
  throw invalid(`${what} is ${shown(name)}: it must be a string.`);
}

/** Throws `invalid-options` unless both are objects. */
export function checkLogin(definition: unknown, options: unknown): void {
  if (!isRecord(definition)) {
    throw invalid(`The definition is ${shown(definition)}: it must be an object such as {url}.`);
  }
  checkOptionsObject("the login", options);
}

/** Throws `invalid-options`. */
export function checkStore(store: unknown, name = "store"): void {
  const methods = ["read", "write", "remove", "exclusively"] as const;
  const isStore = isRecord(store) && methods.every((each) => typeof store[each] === "function");
  if (isStore) return;
  throw invalid(
    `${name} is ${shown(store)}: it must be an AuthStore, such as fileAuthStore(folder).`,
  );
}

function checkOptionsObject(what: string, options: unknown): void {
  if (isRecord(options)) return;
  throw invalid(`The options of ${what} are ${shown(options)}: they must be an object.`);
}

/** A misspelt option would have no effect. */
function checkNames(what: string, options: object, known: Readonly<Record<string, true>>): void {
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined || Object.hasOwn(known, name)) continue;
    throw invalid(
      `There is no option ${name} of ${what}. The options are ${Object.keys(known).join(", ")}.`,
    );
  }
}

function checkSignal(signal: unknown): void {
  if (signal === undefined || typeof (signal as AbortSignal)?.addEventListener === "function") {
    return;
  }
  throw invalid("signal is no AbortSignal: pass the `signal` of an AbortController.");
}

function checkFunction(name: string, value: unknown): void {
  if (value !== undefined) checkListener(name, value);
}

/** Throws `invalid-options`. */
export function checkListener(name: string, value: unknown): void {
  if (typeof value === "function") return;
  throw invalid(`${name} is ${shown(value)}: it must be a function.`);
}

function checkTime(name: string, value: unknown): void {
  const problem = problemOfTime(name, value);
  if (problem !== undefined) throw invalid(`${problem}.`);
}

/** Infinity is no time-out. */
function problemOfTime(name: string, value: unknown): string | undefined {
  if (value === undefined || (typeof value === "number" && value >= 0)) return undefined;
  return `${name} is ${shown(value)}: it must be a number of milliseconds`;
}

const isRecord = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Numbers and booleans become strings where they are used. */
const isText = (value: unknown): boolean => ["string", "number", "boolean"].includes(typeof value);

function invalid(message: string, server?: string): RegistryError {
  return new RegistryError("invalid-options", message, server === undefined ? {} : { server });
}

function shown(value: unknown): string {
  if (Array.isArray(value)) return "an array";
  if (typeof value === "object" && value !== null) return "an object";
  if (typeof value === "function") return "a function";
  const text = typeof value === "string" ? JSON.stringify(value) : String(value);
  return text.length > 100 ? `${text.slice(0, 99)}…` : text;
}
