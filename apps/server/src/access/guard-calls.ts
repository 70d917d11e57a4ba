// How the gate decides about a call: by the rules, with a person's yes if they demand it, and once more by the rules
// when the call is sent.
import {
  checkArguments,
  type AskOptions,
  type CallOptions,
  type CallToolResult,
  type CatalogTool,
  type Registry,
} from "@mcp-code-execution/mcp-proxy-registry";
import type { CallContext } from "@mcp-code-execution/sandbox-runtime";
import { toolDenied } from "./access-error.ts";
import { AdmittedCall, type Decision } from "./admitted-call.ts";
import type { Approvals } from "./approvals.ts";
import type { CallBudget } from "./call-budget.ts";
import type { NameResolution } from "./resolved-names.ts";
import type { Verdict } from "./judge-tool.ts";

/** The parts of the gate that calls need. */
interface Gate {
  judge(tool: CatalogTool): Verdict;
  approvals: Approvals;
  budget: CallBudget;
  /** The `caller` of a run's options. */
  callerOf(run: string): unknown;
  names?: NameResolution | undefined;
  /** Rejects if the tool is unknown or denied. */
  resolveTool(server: string, name: string, ask?: AskOptions): Promise<CatalogTool>;
  /** The error to report instead: an unknown tool's must not suggest a denied one. */
  discreet(
    error: unknown,
    server: string,
    name: string,
    ask: AskOptions | undefined,
  ): Promise<unknown>;
}

interface GuardedCalls extends Pick<Registry, "callTool"> {
  /** Waits for a person's yes; rejects without one. */
  obtain(tool: CatalogTool, args: Record<string, unknown>, ask: AskOptions): Promise<void>;
}

/** Calls as code may make them; they may reject with an `AccessError`. */
export function guardCalls(registry: Registry, gate: Gate): GuardedCalls {
  const { judge, approvals, budget, callerOf, resolveTool, discreet, names } = gate;

  /** Waits for a person's yes, in which the time of the run stands still. */
  async function obtain(
    tool: CatalogTool,
    args: Record<string, unknown>,
    ask: AskOptions,
  ): Promise<void> {
    const context = ask.context as CallContext | undefined;
    const { session = "default", run = "", runKey } = context ?? {};
    const signal = ask.signal ?? new AbortController().signal;
    const caller = callerOf(run);
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

  function send(decision: Decision, call: CallOptions): Promise<CallToolResult> {
    const { tool, checked } = decision;
    const admitted = new AdmittedCall(judge, decision, call);
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
    if (tool) names?.found(call.context, tool);
    const verdict = tool && judge(tool);
    if (!tool || verdict === "ask") return undefined;
    if (verdict === "deny") throw toolDenied(tool);
    return send({ tool, checked: checkArguments(tool, args), isGranted: false }, call);
  }

  return {
    obtain,
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
  };
}
