import type { CatalogTool } from "@mcp-code-execution/mcp-proxy-registry";

/** A tool's documentation as user code reads it; a summary leaves the schemas out. */
export function toolDocs(tool: CatalogTool, detail: "summary" | "full"): object {
  const { description, signature, title, inputSchema, outputSchema, annotations } = tool;
  return {
    description,
    signature,
    ...(title !== undefined && { title }),
    ...(detail === "full" && { inputSchema: withoutDialect(inputSchema) }),
    ...(detail === "full" && outputSchema && { outputSchema: withoutDialect(outputSchema) }),
    ...(detail === "full" && annotations && { annotations }),
  };
}

/** Which draft of JSON Schema it is: the same words in every schema of every tool, and nothing to call it by. */
function withoutDialect({ $schema: _dialect, ...schema }: Record<string, unknown>): object {
  return schema;
}
