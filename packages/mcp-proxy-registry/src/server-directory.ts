import { createMask } from "./mask-secrets.ts";
import { nearestNames } from "./nearest-name.ts";
import { pythonNames } from "./python-names.ts";
import { RegistryError } from "./registry-error.ts";
import type {
  LogEvent,
  RegistryOptions,
  ServerDefinition,
  ServerSummary,
  ToolsListener,
} from "./registry-types.ts";
import { createExitGuard } from "./transports/exit-guard.ts";
import { createProcessTree } from "./transports/process-tree.ts";
import { UpstreamServer } from "./upstream-server.ts";

const STARTUP_TIMEOUT_MS = 60_000;
const CLIENT_INFO = { name: "mcp-proxy-registry", version: "0.1.0" };

/** A configured server and its life. */
export interface ServerEntry {
  readonly name: string;
  readonly upstream: UpstreamServer;
  summary(): ServerSummary;
}

/** The configured servers, by name and by alias. */
export interface ServerDirectory {
  readonly entries: readonly ServerEntry[];
  /** Throws `unknown-server`. */
  find(name: string): ServerEntry;
}

/** Makes an entry for every definition; starts nothing. */
export function createServerDirectory(
  servers: Record<string, ServerDefinition>,
  options: RegistryOptions,
  listeners: ReadonlySet<ToolsListener>,
): ServerDirectory {
  const aliases = pythonNames(Object.keys(servers));
  const tree = createProcessTree();
  const host = { tree, guard: createExitGuard(tree) };

  const entries = Object.entries(servers).map(([name, definition]): ServerEntry => {
    const mask = createMask(definition);
    const log = (level: LogEvent["level"], message: string): void => {
      try {
        options.onLog?.({ server: name, level, message: mask(message) });
      } catch {
        // A logger that fails must not take a server's connection with it.
      }
    };
    const upstream = new UpstreamServer({
      server: name,
      definition,
      host,
      timeoutMs: options.startupTimeoutMs ?? STARTUP_TIMEOUT_MS,
      clientInfo: options.clientInfo ?? CLIENT_INFO,
      log,
      mask,
      onTools(tools) {
        for (const listener of listeners) {
          try {
            listener(name, tools);
          } catch (error) {
            log("error", `a listener to its tools failed: ${String(error)}`);
          }
        }
      },
    });
    const alias = aliases.get(name) ?? name;
    const { description } = definition;
    return {
      name,
      upstream,
      summary: () => ({
        name,
        alias,
        ...(description !== undefined && { description }),
        state: upstream.state,
      }),
    };
  });
  const byName = new Map(entries.map((entry) => [entry.name, entry]));
  const byAlias = new Map(entries.map((entry) => [aliases.get(entry.name), entry]));
  return {
    entries,
    find(name) {
      const entry = byName.get(name) ?? byAlias.get(name);
      if (!entry) throw unknownServer(name, [...byName.keys()]);
      return entry;
    },
  };
}

function unknownServer(wrong: string, names: string[]): RegistryError {
  const [nearest] = nearestNames(wrong, names, 1);
  const hint = nearest === undefined ? "" : ` Did you mean "${nearest}"?`;
  const known = names.length > 0 ? `The servers: ${names.join(", ")}.` : "No server is configured.";
  return new RegistryError("unknown-server", `There is no server "${wrong}".${hint} ${known}`, {
    server: wrong,
  });
}
