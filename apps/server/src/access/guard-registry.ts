// The gate: all listing, searching and calling of tools goes through this registry, so there is no way around it. It
// decides at the moment of the call, by the tool's own name, whatever alias the code used.
import type { AskWhen } from "@mcp-code-execution/config";
import {
  checkArguments,
  RegistryError,
  unknownTool,
  type AskOptions,
  type CallOptions,
  type CallToolResult,
  type CatalogTool,
  type Registry,
  type ToolsListener,
} from "@mcp-code-execution/mcp-proxy-registry";
import type { CallContext } from "@mcp-code-execution/sandbox-runtime";
import { AccessError, toolChanged } from "./access-error.ts";
import type { Approvals } from "./approvals.ts";
import type { CallBudget } from "./call-budget.ts";
import { guardOffers } from "./guard-offers.ts";
import { definitionsOf, type GuardedServers, isSameServer } from "./guarded-server.ts";
import { ruleDoubts } from "./rule-doubts.ts";
import { createRulesInForce } from "./rules-in-force.ts";
import { createSuggestionBudget } from "./suggestion-budget.ts";

/** A call that may be made. */
interface Decision {
  tool: CatalogTool;
  checked: Record<string, unknown>;
  /** A person has allowed it. */
  isGranted: boolean;
}

/** Every option, so that none can be forgotten when they are passed on. */
type EachOption = { [Key in keyof Required<CallOptions>]: CallOptions[Key] };

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
}

/**
 * The registry as code may use it: denied tools are neither listed nor callable, calls are counted, and those that
 * need a person's yes wait for it. `CallOptions.context` is the sandbox's `CallContext` where code makes the call.
 */
export function guardRegistry(registry: Registry, options: GuardOptions): GuardedRegistry {
  const { approvals, budget } = options;
  const rules = createRulesInForce(options.servers, options.askWhen);
  const { judge, isAllowed } = rules;
  const suggestions = createSuggestionBudget();
  let swapping: Promise<unknown> = Promise.resolve();
  const listeners = new Set<ToolsListener>();
  const known = new Map<string, readonly CatalogTool[]>();
  registry.onToolsChanged((server, tools) => {
    if (tools) known.set(server, tools);
    else known.delete(server);
    tell(server);
  });

  function tell(server: string): void {
    for (const doubt of ruleDoubts(server, rules.rulesOf(server), known.get(server) ?? [])) {
      options.onDoubt?.(server, doubt);
    }
    const tools = known.get(server)?.filter(isAllowed);
    for (const listener of listeners) listener(server, tools);
  }

  async function listTools(server: string, ask?: AskOptions): Promise<readonly CatalogTool[]> {
    return (await registry.listTools(server, ask)).filter(isAllowed);
  }

  async function resolveTool(server: string, name: string, ask?: AskOptions): Promise<CatalogTool> {
    let tool: CatalogTool;
    try {
      const { signal, context } = ask ?? {};
      tool = await registry.resolveTool(server, name, { signal, context, suggest: false });
    } catch (error) {
      throw await discreet(error, server, name, ask);
    }
    if (isAllowed(tool)) return tool;
    throw denied(tool);
  }

  /** Replaces the registry's error about an unknown tool, which might suggest a denied one. */
  async function discreet(
    error: unknown,
    server: string,
    name: string,
    ask: AskOptions | undefined,
  ): Promise<unknown> {
    if (!(error instanceof RegistryError) || error.code !== "unknown-tool") return error;
    const { runKey } = (ask?.context as CallContext | undefined) ?? {};
    const suggest = runKey === undefined || suggestions.take(runKey);
    const tools = suggest ? { tools: await listTools(server, ask) } : {};
    return unknownTool(error.server ?? server, name, { ...tools, cause: error });
  }

  /** Waits for a person's yes, in which the time of the run stands still. */
  async function obtain(
    tool: CatalogTool,
    args: Record<string, unknown>,
    ask: AskOptions,
  ): Promise<void> {
    const context = ask.context as CallContext | undefined;
    const { session = "default", run = "", runKey } = context ?? {};
    const signal = ask.signal ?? new AbortController().signal;
    const caller = options.callerOf(run);
    const goOn = context?.stopClock();
    try {
      await approvals.obtain({ tool, arguments: args, session, runKey, caller, signal });
    } finally {
      goOn?.();
    }
  }

  /** A call that first has to wait: for a server to start, or for a person's answer. */
  async function callLater(
    server: string,
    name: string,
    args: Record<string, unknown>,
    call: CallOptions,
  ): Promise<CallToolResult> {
    const tool = await resolveTool(server, name, call);
    const mustAsk = judge(tool) === "ask";
    const fitting = checkArguments(tool, args);
    // A copy: the caller could change them while a person is asked.
    const checked = mustAsk ? { ...fitting } : fitting;
    if (mustAsk) await obtain(tool, checked, call);
    call.signal?.throwIfAborted();
    return send({ tool, checked, isGranted: mustAsk }, call);
  }

  /** The decision is checked once more when the call is sent. */
  function send(
    { tool, checked, isGranted }: Decision,
    call: CallOptions,
  ): Promise<CallToolResult> {
    const admit = (current: CatalogTool): void => {
      call.signal?.throwIfAborted();
      call.admit?.(current);
      const verdict = judge(current);
      if (verdict === "deny") throw denied(current);
      const mayBeSent = verdict === "allow" || (isGranted && isSameTool(current, tool));
      if (current.name !== tool.name || !mayBeSent) throw toolChanged(tool);
    };
    const { signal, timeoutMs, onProgress, onLog, context, json } = call;
    // Listed one by one: spreading `call` takes longer than the rest of this function.
    const admitted: EachOption = {
      signal,
      timeoutMs,
      onProgress,
      onLog,
      context,
      json,
      checkedFor: tool,
      suggest: false,
      admit,
    };
    return registry
      .callTool(tool.server, tool.name, checked, admitted)
      .catch(async (error: unknown) => {
        throw await discreet(error, tool.server, tool.name, call);
      });
  }

  /** A call that does not have to wait for anything; undefined if it has to. Throws if it may not be made. */
  function callNow(
    server: string,
    name: string,
    args: Record<string, unknown>,
    call: CallOptions,
  ): Promise<CallToolResult> | undefined {
    const tool = registry.knownTool(server, name);
    const verdict = tool && judge(tool);
    if (!tool || verdict === "ask") return undefined;
    if (verdict === "deny") throw denied(tool);
    return send({ tool, checked: checkArguments(tool, args), isGranted: false }, call);
  }

  async function swap(next: GuardedServers, before: Promise<unknown>): Promise<void> {
    await before;
    await registry.setServers(definitionsOf(next));
    rules.dropBefore(next);
    for (const name of known.keys()) tell(name);
  }

  return {
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

    callTool(server, name, args = {}, call = {}) {
      try {
        call.signal?.throwIfAborted();
        const { runKey } = (call.context as CallContext | undefined) ?? {};
        if (runKey) budget.spend({ runKey, server, tool: name });
        return callNow(server, name, args, call) ?? callLater(server, name, args, call);
      } catch (error) {
        return Promise.reject(error);
      }
    },

    ...guardOffers(registry, { judge, budget, obtain }),
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
      for (const name of known.keys()) tell(name);
      const swapped = swap(servers, swapping);
      swapping = swapped.catch(() => {});
      return swapped;
    },

    onToolsChanged(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    close: registry.close,
    [Symbol.asyncDispose]: registry.close,
  };
}

function isSameTool(one: CatalogTool, other: CatalogTool): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}

function denied({ server, name }: CatalogTool): AccessError {
  return new AccessError(
    "tool-denied",
    `Tool "${name}" of server "${server}" is denied by the configuration (tools of the entry "${server}"). ` +
      "Do without it; only the person can change that.",
    { server, tool: name },
  );
}
