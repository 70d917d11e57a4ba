import type { CatalogTool, Registry } from "@mcp-code-execution/mcp-proxy-registry";
import type { ToolHit, SearchOptions, ToolIndex } from "@mcp-code-execution/tool-search";
import { latePart } from "../replaced-files-error.ts";

/** The tools of every server whose tools are known, and a search over them. */
export interface FollowedTools {
  isKnown(server: string): boolean;
  search(query: string, options: SearchOptions): Promise<ToolHit[]>;
}

/** Follows a registry from now on. The index is loaded and filled at the first search. */
export function followTools(registry: Registry): FollowedTools {
  const known = new Map<string, readonly CatalogTool[]>();
  const changed = new Set<string>();
  let loading: Promise<ToolIndex> | undefined;
  let caughtUp: Promise<unknown> = Promise.resolve();

  registry.onToolsChanged((server, tools) => {
    if (tools) known.set(server, tools);
    else known.delete(server);
    changed.add(server);
  });

  async function load(index: ToolIndex, server: string): Promise<void> {
    const tools = known.get(server);
    if (tools === undefined) return index.removeServer(server);
    const { description } = registry.resolveServer(server);
    // A model with limited context reads the results, so they contain the short signature and not the complete one.
    const withoutSignatures = tools.map((tool) => ({ ...tool, signature: undefined }));
    await index.loadServer(server, withoutSignatures, { description });
  }

  /** The tools of all servers that have changed, including those for which another search is already waiting. */
  async function catchUp(index: ToolIndex): Promise<void> {
    await loadChanged(index);
    for (let seen; seen !== caughtUp;) {
      seen = caughtUp;
      await seen;
    }
  }

  async function loadChanged(index: ToolIndex): Promise<void> {
    if (changed.size === 0) return;
    const servers = [...changed];
    changed.clear();
    const loads = servers.map((server) =>
      load(index, server).catch((error: unknown) => {
        changed.add(server);
        throw error;
      }),
    );
    const all = Promise.all([caughtUp, ...loads]);
    caughtUp = all.catch(() => {});
    await all;
  }

  return {
    isKnown: (server) => known.has(server),
    async search(query, options) {
      loading ??= latePart("createToolIndex", () => import("@mcp-code-execution/tool-search")).then(
        (createToolIndex) => createToolIndex(),
      );
      const index = await loading;
      await catchUp(index);
      return index.search(query, options);
    },
  };
}
