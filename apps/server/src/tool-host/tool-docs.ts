import type { CatalogTool } from "@mcp-code-execution/mcp-proxy-registry";

/** A tool's documentation as user code reads it; a summary omits the schemas. */
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

/** The draft of JSON Schema: the same text in the schema of every tool, and of no use for calling it. */
function withoutDialect({ $schema: _dialect, ...schema }: Record<string, unknown>): object {
  return schema;
}
