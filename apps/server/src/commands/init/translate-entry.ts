// Translates a client's entry into our own configuration format, or says why it cannot be moved.
import { parseServers } from "@mcp-code-execution/config";
import type { Machine } from "../../machine.ts";
import type { ClientPlace } from "./client-places.ts";

/** How an entry is treated. */
export type TranslatedEntry =
  | { type: "own" }
  /** The Python program of the same kind, which would start this server recursively. */
  | { type: "python" }
  /** `doubts` are sentences about keys that would be ignored. */
  | { type: "movable"; entry: Record<string, unknown>; doubts?: string[] }
  | { type: "stays"; reason: string };

// Variables that only an editor can fill in: those of VS Code and Cursor.
const editorVariable =
  /\$\{(?:input:|command:|config:|workspaceFolder|userHome|pathSeparator|file|selectedText|relativeFile)/;

// How a client, and nobody else, gives a server its variables, its login or its confinement.
const clientsOwnKeys = [
  ..."envFile headersHelper auth authProviderType".split(" "),
  ..."sandbox sandboxEnabled".split(" "),
];

function isOn(value: unknown): boolean {
  return value !== undefined && value !== null && value !== false && value !== "";
}

export async function translateEntry(
  place: ClientPlace,
  name: string,
  written: unknown,
  machine: Machine,
): Promise<TranslatedEntry> {
  if (typeof written !== "object" || written === null || Array.isArray(written)) {
    return { type: "stays", reason: "it is not an object" };
  }
  const entry = inOurWords(place, written as Record<string, unknown>);
  const text = JSON.stringify({ mcpServers: { [name]: entry } });
  const { skipped, problems } = await parseServers(text, { ...machine, source: place.path });
  if (skipped.some(({ reason }) => reason.startsWith("It would start"))) {
    return { type: /mcp.server.code.execution.mode/.test(text) ? "python" : "own" };
  }
  const [variable] = editorVariable.exec(text) ?? [];
  if (variable)
    return { type: "stays", reason: `${variable}…} is filled in only by ${place.title}` };
  const key = clientsOwnKeys.find((each) => isOn(entry[each]));
  if (key) return { type: "stays", reason: `only ${place.title} acts on its ${key}` };
  const sentences = problems
    .map(({ message }) => message.replace(/^In .*?: /, ""))
    .filter((message) => !message.includes("needs the environment variable"));
  const doubts = sentences.filter((message) => message.includes("is not known and is ignored"));
  if (sentences.length > doubts.length) return { type: "stays", reason: sentences.join(" ") };
  return { type: "movable", entry, ...(doubts.length > 0 && { doubts }) };
}

function inOurWords(
  { client, scope, path }: ClientPlace,
  written: Record<string, unknown>,
): Record<string, unknown> {
  const entry =
    client === "codex"
      ? fromCodex(written)
      : client === "gemini"
        ? fromGemini(written)
        : { ...written };
  if (client === "claude-code") inSeconds(entry, "timeout");
  if (scope === "project" && "command" in entry && !("cwd" in entry)) {
    entry["cwd"] = path.replace(/[/\\](?:\.(?:cursor|vscode|codex|gemini)[/\\])?[^/\\]+$/, "");
  }
  return entry;
}

function fromCodex(written: Record<string, unknown>): Record<string, unknown> {
  const {
    bearer_token_env_var: token,
    http_headers: headers,
    env_http_headers: headersFromEnvironment,
    env_vars: variables,
    startup_timeout_sec: startupTimeout,
    tool_timeout_sec: timeout,
    enabled_tools: allow,
    disabled_tools: deny,
    ...entry
  } = written;
  const allHeaders = {
    ...record(headers),
    ...mapped(record(headersFromEnvironment), (name) => `\${${name}}`),
    ...(typeof token === "string" && { Authorization: `Bearer \${${token}}` }),
  };
  const environment = {
    ...(Array.isArray(variables) &&
      Object.fromEntries(variables.map((name) => [name, `\${${name}}`]))),
    ...record(entry["env"]),
  };
  return {
    ...entry,
    ...(Object.keys(environment).length > 0 && { env: environment }),
    ...(Object.keys(allHeaders).length > 0 && { headers: allHeaders }),
    ...(startupTimeout !== undefined && { startupTimeout }),
    ...(timeout !== undefined && { timeout }),
    ...toolRules(allow, deny),
  };
}

function fromGemini(written: Record<string, unknown>): Record<string, unknown> {
  const { includeTools, excludeTools, trust: _, env, ...entry } = written;
  inSeconds(entry, "timeout");
  return {
    ...entry,
    ...(env !== undefined && { env: mapped(record(env), withBraces) }),
    ...toolRules(includeTools, excludeTools),
  };
}

/** Gemini also allows $NAME. */
function withBraces(text: string): string {
  return text.replace(/\$([A-Za-z_]\w*)/g, "${$1}");
}

function toolRules(allow: unknown, deny: unknown): { tools?: object } {
  const tools = { ...(Array.isArray(allow) && { allow }), ...(Array.isArray(deny) && { deny }) };
  return Object.keys(tools).length > 0 ? { tools } : {};
}

/** Some clients use milliseconds. */
function inSeconds(entry: Record<string, unknown>, key: string): void {
  const value = entry[key];
  if (typeof value === "number") entry[key] = value / 1000;
}

function record(value: unknown): Record<string, string> {
  return typeof value === "object" && value !== null ? (value as Record<string, string>) : {};
}

function mapped(
  values: Record<string, string>,
  change: (value: string) => string,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      typeof value === "string" ? change(value) : value,
    ]),
  );
}
