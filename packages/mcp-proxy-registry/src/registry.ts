import { collectCatalog } from "./collect-catalog.ts";
import type {
  Registry,
  RegistryOptions,
  ServerDefinition,
  ToolsListener,
} from "./registry-types.ts";
import { createServerDirectory } from "./server-directory.ts";
import { closedError } from "./start-server.ts";

const CALL_TIMEOUT_MS = 300_000;

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
    await Promise.all(directory.entries.map(({ upstream }) => upstream.close()));
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
    async resolveTool(server, tool, { signal } = {}) {
      return find(server).upstream.tool(tool, signal);
    },
    async catalog({ signal } = {}) {
      if (closing) throw closedError();
      return collectCatalog(directory.entries, signal);
    },
    async callTool(server, tool, args = {}, call = {}) {
      const timeoutMs = call.timeoutMs ?? options.callTimeoutMs ?? CALL_TIMEOUT_MS;
      return find(server).upstream.call(tool, args, { ...call, timeoutMs });
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
