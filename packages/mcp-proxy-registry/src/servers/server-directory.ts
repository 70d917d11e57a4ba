import { isDeepStrictEqual } from "node:util";
import { closedError } from "../cancelling/closed-error.ts";
import { pythonNames } from "../names/python-names.ts";
import type { CatalogTool, ToolsListener } from "../catalog/catalog-types.ts";
import type { RegistryOptions } from "../registry-types.ts";
import type { ServerDefinition } from "./server-definition.ts";
import type { ServerSummary } from "./server-summary.ts";
import { createUpstreams } from "./create-upstreams.ts";
import { unknownServer, withdrawnError } from "./directory-errors.ts";
import type { UpstreamServer } from "./upstream-server.ts";

/** A configured server and its life. */
export interface ServerEntry {
  readonly name: string;
  readonly upstream: UpstreamServer;
  summary(): ServerSummary;
}

/** The configured servers, by name and by alias. */
export interface ServerDirectory {
  readonly entries: readonly ServerEntry[];
  get(name: string): UpstreamServer | undefined;
  /** Throws `unknown-server`. */
  find(name: string): ServerEntry;
  /** Resolves when no process of the removed servers is left. */
  replace(servers: Record<string, ServerDefinition>): Promise<void>;
  /** Resolves when no process is left. */
  close(): Promise<void>;
}

interface ConfiguredServer {
  definition: ServerDefinition;
  upstream: UpstreamServer;
}

/** Creates an entry for every definition; starts nothing. */
export function createServerDirectory(
  servers: Record<string, ServerDefinition>,
  options: RegistryOptions,
  listeners: ReadonlySet<ToolsListener>,
): ServerDirectory {
  const create = createUpstreams(options);
  const leaving = new Map<string, Promise<void>>();
  let configured = new Map<string, ConfiguredServer>();
  let aliases = new Map<string, string>();
  let names = new Map<string, string>();

  function tell(name: string, tools: readonly CatalogTool[] | undefined): void {
    for (const listener of listeners) {
      try {
        listener(name, tools);
      } catch (error) {
        const message = `a listener to its tools failed: ${String(error)}`;
        options.onLog?.({ server: name, level: "error", message });
      }
    }
  }

  function leave(name: string, upstream: UpstreamServer): Promise<void> {
    const gone = allOf([
      leaving.get(name) ?? Promise.resolve(),
      upstream.close(withdrawnError(name)),
    ]);
    leaving.set(name, gone);
    tell(name, undefined);
    return gone;
  }

  function replace(wanted: Record<string, ServerDefinition>): Promise<void> {
    const before = configured;
    const gone: Promise<void>[] = [];
    configured = new Map();
    for (const [name, { definition, upstream }] of before) {
      const next = Object.hasOwn(wanted, name) ? wanted[name] : undefined;
      if (!isDeepStrictEqual(next, definition)) gone.push(leave(name, upstream));
    }
    for (const [name, definition] of Object.entries(wanted)) {
      const same = before.get(name);
      const kept = same && isDeepStrictEqual(same.definition, definition) ? same : undefined;
      const upstream =
        kept?.upstream ??
        create(name, definition, {
          after: leaving.get(name) ?? Promise.resolve(),
          onTools: (tools) => tell(name, tools),
        });
      configured.set(name, { definition: structuredClone(definition), upstream });
    }
    aliases = pythonNames(configured.keys());
    names = new Map([...aliases].map(([name, alias]) => [alias, name]));
    return allOf(gone);
  }

  function entryOf(name: string, { definition, upstream }: ConfiguredServer): ServerEntry {
    const { description } = definition;
    return {
      name,
      upstream,
      summary: () => ({
        name,
        alias: aliases.get(name) ?? name,
        ...(description !== undefined && { description }),
        state: upstream.state,
      }),
    };
  }

  const configuredName = (wanted: string): string =>
    configured.has(wanted) ? wanted : (names.get(wanted) ?? wanted);

  void replace(servers);
  return {
    get entries() {
      return [...configured].map(([name, server]) => entryOf(name, server));
    },
    get: (wanted) => configured.get(configuredName(wanted))?.upstream,
    find(wanted) {
      const name = configuredName(wanted);
      const server = configured.get(name);
      if (!server) throw unknownServer(wanted, [...configured.keys()]);
      return entryOf(name, server);
    },
    replace,
    async close() {
      const ends = [...configured].map(([name, { upstream }]) => upstream.close(closedError(name)));
      await allOf([...ends, ...leaving.values()]);
    },
  };
}

async function allOf(promises: Iterable<Promise<void>>): Promise<void> {
  await Promise.all(promises);
}
