import { isObject } from "../json-value.ts";
import { RegistryError } from "../registry-error.ts";
import type { CallToolResult, ToolContent } from "./call-types.ts";
import type { CatalogTool } from "../catalog/catalog-types.ts";

/**
 * Reads the answer to `tools/call`. Blocks of unknown types are kept; invalid blocks are dropped. Throws
 * `invalid-answer` if no part of the answer is a result.
 */
export function readResult(tool: CatalogTool, answer: Record<string, unknown>): CallToolResult {
  const { content, structuredContent, isError, _meta } = answer;
  const isStructured = isObject(structuredContent);
  const blocks = blocksOf(content);
  // A missing `content` counts as empty.
  const isEmpty = content === undefined || (Array.isArray(content) && content.length === 0);
  if (blocks.length === 0 && !isEmpty && !isStructured) {
    throw new RegistryError(
      "invalid-answer",
      `Tool "${tool.name}" of server "${tool.server}" answered with something that is no result: it has no content. ` +
        "The call may have had effects.",
      { server: tool.server, tool: tool.name },
    );
  }
  const result: CallToolResult = { content: blocks };
  if (isStructured) result.structuredContent = structuredContent;
  if (typeof isError === "boolean") result.isError = isError;
  if (isObject(_meta)) result._meta = _meta;
  return result;
}

/** A list is copied only where something in it has to be left out. */
function blocksOf(content: unknown): ToolContent[] {
  if (!Array.isArray(content)) return [];
  return content.every(isContent) ? content : content.filter(isContent);
}

function isContent(block: unknown): block is ToolContent {
  return isObject(block) && typeof block["type"] === "string";
}
