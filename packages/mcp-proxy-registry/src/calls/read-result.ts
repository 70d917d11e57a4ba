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
  const blocks = Array.isArray(content) ? content.filter(isContent) : [];
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
  return {
    content: blocks,
    ...(isStructured && { structuredContent }),
    ...(typeof isError === "boolean" && { isError }),
    ...(isObject(_meta) && { _meta }),
  };
}

function isContent(block: unknown): block is ToolContent {
  return isObject(block) && typeof block["type"] === "string";
}
