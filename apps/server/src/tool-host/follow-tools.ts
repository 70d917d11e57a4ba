import type { CatalogTool, Registry } from "@mcp-code-execution/mcp-proxy-registry";
import type { ToolHit, SearchOptions, ToolIndex } from "@mcp-code-execution/tool-search";

/** The tools of every server that has told them, and a search over them. */
export interface FollowedTools {
  isKnown(server: string): boolean;
  search(query: string, options: SearchOptions): Promise<ToolHit[]>;
}

/** Follows a registry from now on. The index is loaded, and told what there is, when somebody searches. */
export function followTools(registry: Registry): FollowedTools {
  const known = new Map<string, readonly CatalogTool[]>();
  const changed = new Set<string>();
  let loading: Promise<ToolIndex> | undefined;

  registry.onToolsChanged((server, tools) => {
    if (tools) known.set(server, tools);
    else known.delete(server);
    changed.add(server);
  });

  function catchUp(index: ToolIndex): void {
    for (const server of changed) {
      const tools = known.get(server);
      if (tools) {
        const { description } = registry.resolveServer(server);
        // What is found is read by a model with little context: it gets the short signature, not the whole one.
        const withoutSignatures = tools.map((tool) => ({ ...tool, signature: undefined }));
        index.setServer(server, withoutSignatures, { description });
      } else index.removeServer(server);
    }
    changed.clear();
  }

  return {
    isKnown: (server) => known.has(server),
    async search(query, options) {
      loading ??= import("@mcp-code-execution/tool-search").then((loaded) =>
        loaded.createToolIndex(),
      );
      const index = await loading;
      catchUp(index);
      return index.search(query, options);
    },
  };
}
