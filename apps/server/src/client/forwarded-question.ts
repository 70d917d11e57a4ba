import type { SamplingParams } from "@mcp-code-execution/mcp-proxy-registry";
import { visibleLines } from "./visible-text.ts";

const maxCharacters = 10_000;

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

/** A server's words to the person, under the server's name. */
export function forwardedMessage(server: string, message: string): string {
  const excess = message.length - maxCharacters;
  const end = excess > 0 ? `\n… ${excess} more characters` : "";
  return `The MCP server ${JSON.stringify(server)} asks:\n\n${visibleLines(message.slice(0, maxCharacters))}${end}`;
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
