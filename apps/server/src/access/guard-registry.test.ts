// How calls, questions and changes of the servers fall together is decided by the test, so the registry is a double.
import {
  RegistryError,
  type CallOptions,
  type CallToolResult,
  type CatalogTool,
  type Registry,
} from "@mcp-code-execution/mcp-proxy-registry";
import { describe, expect, it } from "vitest";
import type { ApprovalAnswer, Approve } from "./approval.ts";
import { createApprovals } from "./approvals.ts";
import { createCallBudget } from "./call-budget.ts";
import { guardRegistry, type GuardedRegistry } from "./guard-registry.ts";
import type { GuardedServer } from "./guarded-server.ts";

function toolNamed(name: string, inputSchema: Record<string, unknown> = {}): CatalogTool {
  return { server: "s", name, alias: name, description: "", inputSchema, signature: `${name}()` };
}

/** A registry with one server, whose changes take place when the test says so. */
function createDoubleOf(tools: CatalogTool[], isRunning: boolean) {
  const swaps: (() => void)[] = [];
  const sent: unknown[] = [];
  const find = (name: string): CatalogTool => {
    const found = tools.find((tool) => tool.name === name);
    if (found) return found;
    const nearest = tools.map((tool) => tool.name).join(", ");
    throw new RegistryError("unknown-tool", `No tool "${name}". The nearest: ${nearest}.`, {
      server: "s",
      tool: name,
    });
  };
  const registry: Partial<Registry> = {
    servers: [],
    onToolsChanged: () => () => {},
    listTools: async () => tools,
    resolveTool: async (_server, name) => find(name),
    knownTool: (_server, name) =>
      isRunning ? tools.find((tool) => tool.name === name) : undefined,
    setServers: () => new Promise((resolve) => swaps.push(resolve)),
    async callTool(_server, name, args, options: CallOptions = {}): Promise<CallToolResult> {
      options.admit?.(find(name));
      sent.push({ arguments: args, checkedFor: options.checkedFor?.name });
      return { content: [] };
    },
  };
  return { registry: registry as Registry, swaps, sent };
}

function guard(
  registry: Registry,
  servers: Record<string, GuardedServer>,
  approve?: Approve,
): GuardedRegistry {
  return guardRegistry(registry, {
    servers,
    askWhen: "never",
    approvals: createApprovals(approve),
    budget: createCallBudget(0),
    callerOf: () => undefined,
  });
}

const outcome = (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => "called",
    (error: unknown) => (error as { code: string }).code,
  );

const denying: GuardedServer = { command: "x", tools: { deny: ["erase"] } };

// A server that runs need not be waited for: its calls take a shorter way.
describe.each([true, false])("where it is %s that the server runs already", (isRunning) => {
  const createDouble = (tools: CatalogTool[]) => createDoubleOf(tools, isRunning);

  it("the configuration that was set last is in force, however long the one before takes", async () => {
    const { registry, swaps } = createDouble([toolNamed("erase")]);
    const guarded = guard(registry, {});
    const settings = [
      guarded.setServers({ old: { command: "x" } }),
      guarded.setServers({ s: denying }),
    ];
    expect(await outcome(guarded.callTool("s", "erase"))).toBe("tool-denied");
    for (const [index, setting] of settings.entries()) {
      await expect.poll(() => swaps.length).toBe(index + 1);
      swaps[index]?.();
      await setting;
      expect(await outcome(guarded.callTool("s", "erase"))).toBe("tool-denied");
    }
  });

  it("until a change has taken place, what the old rules or the new ones deny is denied", async () => {
    const { registry, swaps } = createDouble([toolNamed("erase"), toolNamed("read")]);
    const guarded = guard(registry, { s: denying });
    const setting = guarded.setServers({ s: { command: "y", tools: { deny: ["read"] } } });
    expect(await outcome(guarded.callTool("s", "erase"))).toBe("tool-denied");
    expect(await outcome(guarded.callTool("s", "read"))).toBe("tool-denied");
    await expect.poll(() => swaps.length).toBe(1);
    swaps[0]?.();
    await setting;
    expect(await outcome(guarded.callTool("s", "erase"))).toBe("called");
    expect(await outcome(guarded.callTool("s", "read"))).toBe("tool-denied");
  });

  it("a server without an entry is not called, whatever it is called", async () => {
    const { registry } = createDouble([toolNamed("read")]);
    expect(await outcome(guard(registry, {}).callTool("s", "read"))).toBe("tool-denied");
    const inherited = createDouble([{ ...toolNamed("read"), server: "constructor" }]);
    const call = guard(inherited.registry, {}).callTool("constructor", "read");
    expect(await outcome(call)).toBe("tool-denied");
  });

  it("knows no denied tool", () => {
    const { registry } = createDouble([toolNamed("erase"), toolNamed("read")]);
    const guarded = guard(registry, { s: denying });
    expect(guarded.knownTool("s", "erase")).toBeUndefined();
    expect(guarded.knownTool("s", "read")?.name).toBe(isRunning ? "read" : undefined);
  });

  it("a call that was given up before it was made is not counted, nor sent", async () => {
    const { registry, sent } = createDouble([toolNamed("read")]);
    const spent: unknown[] = [];
    const guarded = guardRegistry(registry, {
      servers: { s: { command: "x" } },
      askWhen: "never",
      approvals: createApprovals(),
      budget: { spend: (call) => void spent.push(call) },
      callerOf: () => undefined,
    });
    const call = { signal: AbortSignal.abort("given up"), context: { runKey: {} } };
    await expect(guarded.callTool("s", "read", {}, call)).rejects.toBe("given up");
    expect([spent, sent]).toEqual([[], []]);
    await guarded.callTool("s", "read", {}, { context: call.context });
    expect([spent.length, sent.length]).toEqual([1, 1]);
  });

  it("a tool that goes away while its call is asked about gives no denied tool's name away", async () => {
    const tools = [toolNamed("kill_one"), toolNamed("kill_all")];
    const { registry } = createDouble(tools);
    const approve = async (): Promise<ApprovalAnswer> => {
      tools.shift();
      return "once";
    };
    const rules = { deny: ["kill_all"], ask: ["kill_one"] };
    const guarded = guard(registry, { s: { command: "x", tools: rules } }, approve);
    await expect(guarded.callTool("s", "kill_one")).rejects.toMatchObject({
      code: "unknown-tool",
      message: expect.not.stringContaining("kill_all"),
    });
  });

  it("what a person says yes to is what is sent, to the letter", async () => {
    const schema = { properties: { from: { type: "string" }, to: { type: "string" } } };
    const { registry, sent } = createDouble([
      toolNamed("send", { ...schema, additionalProperties: true }),
    ]);
    const shown: unknown[] = [];
    const guarded = guard(
      registry,
      { s: { command: "x", tools: { ask: "always" } } },
      async (request) => {
        shown.push(request.arguments);
        return "once";
      },
    );
    const confusing = guarded.callTool("s", "send", { from_: "evil", from: null });
    expect(await outcome(confusing)).toBe("invalid-arguments");
    await guarded.callTool("s", "send", { from_: "ada", to: null, more: null });
    expect(shown).toEqual([{ from: "ada", more: null }]);
    expect(sent).toEqual([{ arguments: { from: "ada", more: null }, checkedFor: "send" }]);
  });
});
