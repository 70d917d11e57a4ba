import { isObject } from "../json-value.ts";
import { RegistryError } from "../registry-error.ts";
import type { CallToolResult, ToolContent } from "./call-types.ts";
import type { CatalogTool } from "../catalog/catalog-types.ts";

/**
 * A `tools/call` answer as its type says. Blocks of unknown types are kept, and what is no block is left out. Throws
 * `invalid-answer` where nothing of the answer is a result.
 */
export function readResult(tool: CatalogTool, answer: Record<string, unknown>): CallToolResult {
  const { content, structuredContent, isError, _meta } = answer;
  const isStructured = isObject(structuredContent);
  const blocks = Array.isArray(content) ? content.filter(isContent) : [];
  // An answer without `content` stands for one with nothing to say.
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
