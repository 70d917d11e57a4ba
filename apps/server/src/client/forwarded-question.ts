import type { SamplingParams } from "@mcp-code-execution/mcp-proxy-registry";
import { shortVisibleText, visibleLines, visibleText } from "./visible-text.ts";

const maxCharacters = 10_000;
const maxLines = 50;
const maxTitleCharacters = 1000;
const maxAddressCharacters = 8_000;
// Nobody answers a form of more.
const maxFormParts = 2_000;
// What a form shows beside the values themselves.
const shownKeys = new Set(["title", "description", "enumNames"]);

// `includeContext` would mean our own context; `task` and `_meta` are between the server and us.
const samplingKeys = new Set([
  "messages",
  "modelPreferences",
  "systemPrompt",
  "temperature",
  "maxTokens",
  "stopSequences",
  "metadata",
  "tools",
  "toolChoice",
]);

/**
 * A server's words to the person, under the server's name. Each of their lines is marked as a quotation, and there are not so
 * many that the name is out of sight: else they could look like a question of ours, such as whether a call is allowed.
 */
export function forwardedMessage(server: string, message: string): string {
  const lines = visibleLines(message.slice(0, maxCharacters)).split("\n");
  const shown = lines.slice(0, maxLines).map((line) => `> ${line}`.trimEnd());
  const excess = message.length - maxCharacters;
  if (lines.length > maxLines) shown.push(`… ${lines.length - maxLines} more lines`);
  if (excess > 0) shown.push(`… ${excess} more characters`);
  return `The MCP server ${JSON.stringify(server)} asks:\n\n${shown.join("\n")}`;
}

/** A form's fields with their titles and descriptions as text that shows. Names and values are what is answered with. */
export function forwardedSchema(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(forwardedSchema);
  if (typeof schema !== "object" || schema === null) return schema;
  return Object.fromEntries(
    Object.entries(schema).map(([key, value]) => [
      key,
      shownKeys.has(key) ? shownText(value) : forwardedSchema(value),
    ]),
  );
}

/**
 * The address of a page as the person's browser reads it, so that its host is where a host is looked for; undefined where it
 * may not be put to the person: where it is not on the web, something hides in it, or a name before its host looks like one.
 */
export function forwardedPage(url: string): string | undefined {
  if (url.length > maxAddressCharacters || !URL.canParse(url) || visibleText(url) !== url) {
    return undefined;
  }
  const { protocol, username, password, href } = new URL(url);
  const isPlain = ["http:", "https:"].includes(protocol) && username === "" && password === "";
  return isPlain ? href : undefined;
}

/** Whether a form is one that a person can answer. */
export function isForwardedForm(schema: unknown): boolean {
  const waiting: unknown[] = [schema];
  // The list grows while it is gone through.
  for (const part of waiting) {
    if (typeof part === "string" && part.length > maxCharacters) return false;
    if (typeof part === "object" && part !== null) {
      for (const [key, value] of Object.entries(part)) waiting.push(key, value);
    }
    if (waiting.length > maxFormParts) return false;
  }
  return true;
}

function shownText(value: unknown): unknown {
  if (typeof value === "string") return shortVisibleText(value, maxTitleCharacters);
  return Array.isArray(value) ? value.map(shownText) : forwardedSchema(value);
}

/** A server's question to the model. Its system prompt is what a person who reviews it can read the server's name in. */
export function forwardedSampling(server: string, params: SamplingParams): SamplingParams {
  const from = `The MCP server ${JSON.stringify(server)} asks for this message.`;
  const { systemPrompt } = params;
  return {
    ...Object.fromEntries(Object.entries(params).filter(([key]) => samplingKeys.has(key))),
    systemPrompt: typeof systemPrompt === "string" ? `${from}\n\n${systemPrompt}` : from,
  };
}
