import {
  checkAsk,
  checkCall,
  checkListener,
  checkName,
  checkRegistryOptions,
  checkServers,
} from "./check-input.ts";
import { closedError } from "./cancelling/closed-error.ts";
import { collectCatalog } from "./catalog/collect-catalog.ts";
import { createOffers } from "./catalog/offers.ts";
import type { Registry, RegistryOptions } from "./registry-types.ts";
import type { ServerDefinition } from "./servers/server-definition.ts";
import type { ToolsListener } from "./catalog/catalog-types.ts";
import { createServerDirectory, type ServerEntry } from "./servers/server-directory.ts";

/**
 * Many MCP servers behind one catalog and one `callTool`. No server is started before its first use; from then on it
 * keeps running until it crashes or the registry is closed.
 */
export function createRegistry(
  servers: Record<string, ServerDefinition>,
  registryOptions: RegistryOptions = {},
): Registry {
  checkServers(servers);
  checkRegistryOptions(registryOptions);
  const listeners = new Set<ToolsListener>();
  const directory = createServerDirectory(servers, registryOptions, listeners);
  let closing: Promise<void> | undefined;

  function find(name: string): ServerEntry {
    if (closing) throw closedError();
    checkName("The server", name);
    return directory.find(name);
  }

  function close(): Promise<void> {
    listeners.clear();
    closing ??= directory.close();
    return closing;
  }

  return {
    get servers() {
      return directory.entries.map((entry) => entry.summary());
    },
    async listTools(server, options) {
      const { signal } = checkAsk(options);
      return find(server).upstream.tools(signal);
    },
    async resolveTool(server, tool, options) {
      checkName("The tool", tool);
      const { signal, suggest } = checkAsk(options);
      return find(server).upstream.tool(tool, signal, suggest);
    },
    knownTool(server, tool) {
      if (closing) return undefined;
      return directory.get(server)?.knownTool(tool);
    },
    async catalog(wanted = {}) {
      if (closing) throw closedError();
      checkAsk(wanted);
      return collectCatalog(wanted.servers?.map(find) ?? directory.entries, wanted);
    },
    callTool(server, tool, args = {}, call = {}) {
      // What an async function would do, but without another frame and promise for each waiting call.
      try {
        const upstream = closing ? undefined : directory.get(server);
        const asked = upstream ?? find(server).upstream;
        checkCall(server, tool, args, call);
        return asked.call(tool, args, call);
      } catch (error) {
        return Promise.reject(error);
      }
    },
    ...createOffers((server) => find(server).upstream),
    async describeServer(server, options) {
      const { signal } = checkAsk(options);
      const entry = find(server);
      const introduction = await entry.upstream.introduction(signal);
      const { name, alias, description } = entry.summary();
      return { name, alias, ...(description !== undefined && { description }), ...introduction };
    },
    async setServers(definitions) {
      if (closing) throw closedError();
      checkServers(definitions);
      await directory.replace(definitions);
    },
    rootsChanged() {
      for (const { upstream } of directory.entries) upstream.rootsChanged();
    },
    resolveServer: (name) => find(name).summary(),
    onToolsChanged(listener) {
      checkListener("listener", listener);
      if (!closing) listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}
