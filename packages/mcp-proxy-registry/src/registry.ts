import { closedError } from "./cancelling/closed-error.ts";
import { collectCatalog } from "./catalog/collect-catalog.ts";
import { getPrompt, listPrompts } from "./catalog/prompts.ts";
import type { Registry, RegistryOptions } from "./registry-types.ts";
import type { ServerDefinition } from "./servers/server-definition.ts";
import type { ToolsListener } from "./catalog/catalog-types.ts";
import { listResources, listResourceTemplates, readResource } from "./catalog/resources.ts";
import { createServerDirectory } from "./servers/server-directory.ts";

/**
 * Many MCP servers behind one catalog and one `callTool`. No server is started before its first use;
 * from then on it stays warm until it crashes or the registry is closed.
 */
export function createRegistry(
  servers: Record<string, ServerDefinition>,
  options: RegistryOptions = {},
): Registry {
  const listeners = new Set<ToolsListener>();
  const directory = createServerDirectory(servers, options, listeners);
  let closing: Promise<void> | undefined;

  function find(name: string): ReturnType<typeof directory.find> {
    if (closing) throw closedError();
    return directory.find(name);
  }

  async function closeAll(): Promise<void> {
    await directory.close();
  }

  function close(): Promise<void> {
    listeners.clear();
    closing ??= closeAll();
    return closing;
  }

  return {
    get servers() {
      return directory.entries.map((entry) => entry.summary());
    },
    async listTools(server, { signal } = {}) {
      return find(server).upstream.tools(signal);
    },
    resolveTool(server, tool, { signal, suggest } = {}) {
      return promised(() => find(server).upstream.tool(tool, signal, suggest));
    },
    async catalog(wanted = {}) {
      if (closing) throw closedError();
      return collectCatalog(wanted.servers?.map(find) ?? directory.entries, wanted);
    },
    callTool(server, tool, args = {}, call = {}) {
      return promised(() => find(server).upstream.call(tool, args, call));
    },
    async listResources(server, { signal } = {}) {
      return listResources(find(server).upstream, signal);
    },
    async listResourceTemplates(server, { signal } = {}) {
      return listResourceTemplates(find(server).upstream, signal);
    },
    async readResource(server, uri, { signal } = {}) {
      return readResource(find(server).upstream, uri, signal);
    },
    async listPrompts(server, { signal } = {}) {
      return listPrompts(find(server).upstream, signal);
    },
    async getPrompt(server, prompt, args = {}, { signal } = {}) {
      return getPrompt(find(server).upstream, prompt, args, signal);
    },
    async describeServer(server, { signal } = {}) {
      const entry = find(server);
      const introduction = await entry.upstream.introduction(signal);
      const { name, alias, description } = entry.summary();
      return { name, alias, ...(description !== undefined && { description }), ...introduction };
    },
    async setServers(definitions) {
      if (closing) throw closedError();
      await directory.replace(definitions);
    },
    rootsChanged() {
      for (const { upstream } of directory.entries) upstream.rootsChanged();
    },
    resolveServer: (name) => find(name).summary(),
    onToolsChanged(listener) {
      if (!closing) listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** What an async function would do, without a frame and a promise of its own for each call that waits. */
function promised<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return ask();
  } catch (error) {
    return Promise.reject(error);
  }
}
