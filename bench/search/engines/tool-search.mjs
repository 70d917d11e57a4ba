import { createToolIndex } from "@mcp-code-execution/tool-search";

/** The package itself; `options` are those of `createToolIndex`. */
export function toolSearchWith(name, options) {
  return {
    name,
    build(tools) {
      const index = createToolIndex(options);
      for (const [server, list] of byServer(tools)) {
        index.setServer(server, list, { description: list[0].serverDescription });
      }
      return (query, limit) => index.search(query, { limit });
    },
  };
}

export const toolSearch = toolSearchWith("tool-search", {});

export function byServer(tools) {
  const servers = new Map();
  for (const { tool, server, ...rest } of tools) {
    if (!servers.has(server)) servers.set(server, []);
    servers.get(server).push({ ...rest, name: tool });
  }
  return servers;
}
