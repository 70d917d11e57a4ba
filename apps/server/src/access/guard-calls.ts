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
import { toolDenied } from "./access-error.ts";
import { AdmittedCall, type Decision } from "./admitted-call.ts";
import { contextOf } from "./call-context.ts";
import type { Gate } from "./gate.ts";

/** What calls need in addition. */
interface CallGate extends Gate {
  /** Rejects if the tool is unknown or denied. */
  resolveTool(server: string, name: string, ask?: AskOptions): Promise<CatalogTool>;
  /** The error to reject with in place of this one: that of an unknown tool must not suggest a denied one. */
  withoutDenied(
    error: unknown,
    server: string,
    name: string,
    ask: AskOptions | undefined,
  ): Promise<unknown>;
}

/** Calls as code may make them; they may reject with an `AccessError`. */
export function guardCalls(registry: Registry, gate: CallGate): Registry["callTool"] {
  const { judge, budget, obtainApproval, names, resolveTool, withoutDenied } = gate;

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
    if (mustAsk) await obtainApproval(tool, checked, call);
    call.signal?.throwIfAborted();
    return send({ tool, checked, isGranted: mustAsk }, call);
  }

  function send(decision: Decision, call: CallOptions): Promise<CallToolResult> {
    const { tool, checked } = decision;
    const admitted = new AdmittedCall(judge, decision, call);
    return registry
      .callTool(tool.server, tool.name, checked, admitted)
      .catch(async (error: unknown) => {
        throw await withoutDenied(error, tool.server, tool.name, call);
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

  return (server, name, args = {}, call = {}) => {
    try {
      call.signal?.throwIfAborted();
      const runKey = contextOf(call)?.runKey;
      if (runKey) budget.spend({ runKey, server, tool: name });
      return callNow(server, name, args, call) ?? callLater(server, name, args, call);
    } catch (error) {
      return Promise.reject(error);
    }
  };
}
