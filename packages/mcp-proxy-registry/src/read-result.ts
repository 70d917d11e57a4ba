import { asArray, isObject } from "./json-value.ts";
import type { CallToolResult, ToolContent } from "./registry-types.ts";

/** A `tools/call` answer as its type says. What no version of MCP knows is left out, unknown block types are kept. */
export function readResult(answer: Record<string, unknown>): CallToolResult {
  const { structuredContent, isError } = answer;
  return {
    content: asArray(answer["content"]).filter(isContent),
    ...(isObject(structuredContent) && { structuredContent }),
    ...(typeof isError === "boolean" && { isError }),
  };
}

function isContent(block: unknown): block is ToolContent {
  return isObject(block) && typeof block["type"] === "string";
}
