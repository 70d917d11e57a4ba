import type { CatalogTool } from "@mcp-code-execution/mcp-proxy-registry";

/** A tool's documentation as user code reads it; a summary leaves the schemas out. */
export function toolDocs(tool: CatalogTool, detail: "summary" | "full"): object {
  const { description, signature, title, inputSchema, outputSchema, annotations } = tool;
  return {
    description,
    signature,
    ...(title !== undefined && { title }),
    ...(detail === "full" && { inputSchema }),
    ...(detail === "full" && outputSchema && { outputSchema }),
    ...(detail === "full" && annotations && { annotations }),
  };
}
