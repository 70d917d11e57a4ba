// The gate: all listing, searching and calling of tools goes through this registry, so there is no way around it. It
// decides at the moment of the call, by the tool's own name, whatever alias the code used.
import type { AskWhen } from "@mcp-code-execution/config";
import {
  RegistryError,
  unknownTool,
  type AskOptions,
  type CatalogTool,
  type Registry,
} from "@mcp-code-execution/mcp-proxy-registry";
import { toolDenied } from "./access-error.ts";
import { followAllowedTools } from "./allowed-tools.ts";
import type { Approvals } from "./approvals.ts";
import type { CallBudget } from "./call-budget.ts";
import { contextOf } from "./call-context.ts";
import type { Gate } from "./gate.ts";
import { guardCalls } from "./guard-calls.ts";
import { guardOffers } from "./guard-offers.ts";
import { definitionsOf, type GuardedServers, isSameServer } from "./guarded-server.ts";
import { createObtainApproval } from "./obtain-approval.ts";
import { createNameResolution, type NameResolution } from "./resolved-names.ts";
import { createRulesInForce } from "./rules-in-force.ts";
import { createSuggestionBudget } from "./suggestion-budget.ts";

/** What the gate decides by. */
export interface GuardOptions {
  servers: GuardedServers;
  /** For servers whose rules do not say when to ask. */
  askWhen: AskWhen;
  approvals: Approvals;
  budget: CallBudget;
  /** The `caller` of a run's options. */
  callerOf(run: string): unknown;
  /** Called with rules that probably do not mean what was intended, as soon as a server's tools are known. */
  onDoubt?(server: string, message: string): void;
}

/** A registry behind the gate. Calls may reject with an `AccessError` as well. */
export interface GuardedRegistry extends Registry {
  setServers(servers: GuardedServers): Promise<void>;
  readonly names: NameResolution;
}

/**
 * The registry as code may use it: denied tools are neither listed nor callable, calls are counted, and those that
 * need a person's yes wait for it. `CallOptions.context` is the sandbox's `CallContext` where code makes the call.
 */
export function guardRegistry(registry: Registry, options: GuardOptions): GuardedRegistry {
  const { approvals, budget, callerOf } = options;
  const obtainApproval = createObtainApproval(approvals, callerOf);
  const names = createNameResolution();
  const rules = createRulesInForce(options.servers, options.askWhen);
  const { judge, isAllowed } = rules;
  const suggestions = createSuggestionBudget();
  const gate: Gate = { judge, budget, obtainApproval, names };
  let swapping: Promise<unknown> = Promise.resolve();
  const allowedTools = followAllowedTools(registry, rules, (server, message) =>
    options.onDoubt?.(server, message),
  );

  async function listTools(server: string, ask?: AskOptions): Promise<readonly CatalogTool[]> {
    return (await registry.listTools(server, ask)).filter(isAllowed);
  }

  async function resolveTool(server: string, name: string, ask?: AskOptions): Promise<CatalogTool> {
    let tool: CatalogTool;
    try {
      const { signal, context } = ask ?? {};
      tool = await registry.resolveTool(server, name, { signal, context, suggest: false });
    } catch (error) {
      throw await withoutDenied(error, server, name, ask);
    }
    names.found(ask?.context, tool);
    if (isAllowed(tool)) return tool;
    throw toolDenied(tool);
  }

  /** Replaces the registry's error about an unknown tool, which might suggest a denied one. */
  async function withoutDenied(
    error: unknown,
    server: string,
    name: string,
    ask: AskOptions | undefined,
  ): Promise<unknown> {
    if (!(error instanceof RegistryError) || error.code !== "unknown-tool") return error;
    const runKey = contextOf(ask)?.runKey;
    const suggest = runKey === undefined || suggestions.take(runKey);
    const tools = suggest ? { tools: await listTools(server, ask) } : {};
    return unknownTool(error.server ?? server, name, { ...tools, cause: error });
  }

  async function swap(next: GuardedServers, before: Promise<unknown>): Promise<void> {
    await before;
    await registry.setServers(definitionsOf(next));
    rules.dropBefore(next);
    allowedTools.tellAgain();
  }

  return {
    names,
    get servers() {
      return registry.servers;
    },
    listTools,
    resolveTool,
    knownTool(server, name) {
      const tool = registry.knownTool(server, name);
      return tool && isAllowed(tool) ? tool : undefined;
    },

    async catalog(ask) {
      const { tools, failures } = await registry.catalog(ask);
      return { tools: tools.filter(isAllowed), failures };
    },

    callTool: guardCalls(registry, { ...gate, resolveTool, withoutDenied }),
    ...guardOffers(registry, { ...gate, entryOf: rules.entryOf }),
    describeServer: registry.describeServer,
    rootsChanged: registry.rootsChanged,
    resolveServer: registry.resolveServer,

    setServers(next) {
      const servers = { ...next };
      const before = rules.newest;
      rules.add(servers);
      for (const [name, server] of Object.entries(before)) {
        if (!isSameServer(server, next[name])) approvals.forget(name);
      }
      allowedTools.tellAgain();
      const swapped = swap(servers, swapping);
      swapping = swapped.catch(() => {});
      return swapped;
    },

    onToolsChanged: allowedTools.onToolsChanged,
    close: registry.close,
    [Symbol.asyncDispose]: registry.close,
  };
}
