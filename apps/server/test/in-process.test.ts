// What a program imports, without a command line.
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { InMemoryTransport } from "@modelcontextprotocol/sdk/inMemory.js";
import { createHeldBytes } from "@mcp-code-execution/sandbox-runtime";
import {
  createBridge,
  createHttpServer,
  createRunPythonTool,
  createServer,
  type ApprovalRequest,
} from "mcp-code-execution";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { runPython, textOf } from "./fixtures/connect.ts";
import { createHostFolder, type HostFolder } from "./fixtures/host-folder.ts";
import { descendants } from "./fixtures/processes.ts";
import { fixture } from "./fixtures/upstream-servers.ts";

const options = {
  runtime: "embedded",
  servers: { weather: fixture("office-server", "weather") },
} as const;

function ruled(tools: unknown): { servers: object } {
  return { servers: { notes: { command: "notes", tools } } };
}

function audited(others: object): { auditLog: object } {
  return { auditLog: { path: "runs.jsonl", ...others } };
}

let folder: HostFolder;

beforeAll(async () => {
  folder = await createHostFolder();
  for (const [name, value] of Object.entries(folder.environment)) vi.stubEnv(name, value);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await folder[Symbol.asyncDispose]();
});

describe("createHttpServer", () => {
  it("shares the limit on held memory that it is given", async () => {
    const held = createHeldBytes();
    const added = vi.spyOn(held, "add");
    await using server = await createHttpServer({ ...options, held, port: 0 });
    const client = new Client({ name: "test", version: "1.0.0" });
    await client.connect(new StreamableHTTPClientTransport(new URL(server.url)));
    expect(textOf(await runPython(client, "6 * 7"))).toBe("42");
    expect(added).toHaveBeenCalled();
    await client.close();
  });
});

describe("createServer", () => {
  it("serves over any transport of the SDK", async () => {
    await using codeExecution = createServer(options);
    const [near, far] = InMemoryTransport.createLinkedPair();
    const client = new Client({ name: "test", version: "1.0.0" });
    await Promise.all([codeExecution.server.connect(far), client.connect(near)]);
    expect((await client.listTools()).tools.map(({ name }) => name)).toEqual(["run_python"]);
    const result = await runPython(client, "await mcp_weather.get_forecast(location='Oslo')");
    expect(textOf(result)).toBe("'Oslo: Rain in the morning, 14 degrees'");
    await client.close();
  });

  it("starts nothing by itself", async () => {
    const before = ownProcesses();
    await using codeExecution = createServer(options);
    const [near, far] = InMemoryTransport.createLinkedPair();
    const client = new Client({ name: "test", version: "1.0.0" });
    await Promise.all([codeExecution.server.connect(far), client.connect(near)]);
    await client.listTools();
    await client.listResources();
    expect(ownProcesses()).toEqual(before);
    await client.close();
  });
});

describe("createBridge", () => {
  it("asks whom its user names about calls, and tells for whom and with what", async () => {
    const asked: ApprovalRequest[] = [];
    const caller = { user: "ada" };
    await using bridge = createBridge({
      ...options,
      ask: "always",
      async approve(request) {
        asked.push(request);
        return request.arguments["location"] === "Oslo" ? "once" : "no";
      },
    });
    const code = `
answers = []
for location in ("Oslo", "Rome"):
    try:
        answers.append(await mcp_weather.get_forecast(location=location))
    except Exception as error:
        answers.append(error.code)
answers`;
    const report = await bridge.run(code, { session: "travel", caller });
    expect(report.value).toBe("['Oslo: Rain in the morning, 14 degrees', 'call-refused']");
    expect(asked).toMatchObject([
      {
        server: "weather",
        tool: "get_forecast",
        arguments: { location: "Oslo" },
        description: "Weather forecast for a location",
        session: "travel",
      },
      { arguments: { location: "Rome" } },
    ]);
    expect(asked[0]?.caller).toBe(caller);
  });

  it("calls nothing that needs a yes where there is nobody to ask, and takes new servers", async () => {
    const { weather } = options.servers;
    const asking = { ...weather, tools: { ask: ["get_*"] } };
    await using bridge = createBridge({ runtime: "embedded", servers: { weather: asking } });
    const code = `
try:
    answer = await mcp_weather.get_forecast(location='Oslo')
except Exception as error:
    answer = error.code
answer`;
    expect((await bridge.run(code)).value).toBe("'cannot-ask'");
    await bridge.setServers({ weather, more: weather }, ["by the way"]);
    const report = await bridge.run(code);
    expect(report.value).toBe("'Oslo: Rain in the morning, 14 degrees'");
    expect(report.notices).toEqual([
      "the configured MCP servers changed: added more; other rules for the tools of weather",
      "by the way",
    ]);
  });

  it("tells code that kept a tool of a server that became unusable why", async () => {
    const { weather } = options.servers;
    await using bridge = createBridge({ runtime: "embedded", servers: { weather } });
    await bridge.run("from mcp.servers.weather import get_forecast");
    const unusable = [{ name: "weather", reason: `It is disabled. ${"x".repeat(1000)}` }];
    await bridge.setServers({}, [], unusable);
    const kept = await bridge.run("await get_forecast(location='Oslo')");
    const message = "the server 'weather' is configured, but cannot be used: It is disabled. ";
    expect(kept.error?.message).toContain(message);
    const named = await bridge.run("await runtime.query_tool_docs('weather')");
    expect(named.error?.message).toMatch(new RegExp(`^${message}x{200,300}…$`));
    await bridge.setServers({ weather }, []);
    expect((await bridge.run("await get_forecast(location='Oslo')")).error).toBeUndefined();
  });

  it.each<[wrong: object, message: string]>([
    [{ unusable: [{ name: "a" }] }, "An entry of unusable is"],
    [{ ask: "allways" }, 'ask is "allways": it must be "never", "destructive" or "always".'],
    [{ outputMode: "text" }, 'outputMode is "text": it must be "compact", "toon" or "json".'],
    [{ maxToolCalls: "5" }, 'maxToolCalls is "5": it must be a whole number; 0 means no limit.'],
    [{ maxToolCalls: Number.NaN }, "maxToolCalls is NaN: it must be a whole number"],
    [{ timeoutSeconds: -1 }, "timeoutSeconds is -1: it must be a number of seconds above 0."],
    [{ startupTimeoutSeconds: 0 }, "startupTimeoutSeconds is 0: it must be a number of seconds"],
    [{ idleTimeoutSeconds: "1h" }, 'idleTimeoutSeconds is "1h": it must be a number of seconds; 0'],
    [{ maxSandboxes: 0 }, "maxSandboxes is 0: it must be a number above 0."],
    [{ approve: "yes" }, 'approve is "yes": it must be a function.'],
    [{ clientFeatures: null }, "clientFeatures is null: it must be a function."],
    [{ onLog: false }, "onLog is false: it must be a function."],
    [{ notices: "by the way" }, 'notices is "by the way": it must be an array of sentences.'],
    [{ telemetry: true }, "telemetry is true: it must be an object, {content: true} or "],
    [{ telemetry: { contents: true } }, 'telemetry is {"contents":true}: it must be an object'],
    [{ auditLog: "runs.jsonl" }, 'auditLog is "runs.jsonl": it must be an object, such as {path: '],
    [audited({ path: "" }), 'auditLog.path is "": it must be the path of a file.'],
    [audited({ argument: "full" }), "There is no option auditLog.argument. The options here are "],
    [
      audited({ arguments: "Full" }),
      'auditLog.arguments is "Full": it must be "digest" or "full".',
    ],
    [audited({ onFailure: "Stop" }), 'auditLog.onFailure is "Stop": it must be "continue" or "st'],
    [audited({ maxBytes: "10m" }), 'auditLog.maxBytes is "10m": it must be a number of bytes'],
    [{ memoryLimit: 1 }, "There is no option memoryLimit. The options here are servers, ask, "],
    [{ servers: [] }, "servers is []: it must be an object, such as {name: "],
    [ruled(["get_*"]), 'servers.notes.tools is ["get_*"]: it must be an object, such as'],
    [ruled({ denied: ["*"] }), 'servers.notes.tools has the key "denied": it may have allow, '],
    [ruled({ allow: "get_*" }), 'tools.allow is "get_*": it must be an array of tool names'],
    [ruled({ deny: null }), "tools.deny is null: it must be an array of tool names"],
    [ruled({ ask: "delete_*" }), 'tools.ask is "delete_*": it must be "never", "destructive", '],
    [ruled({ also: { alow: [] } }), 'servers.notes.tools.also has the key "alow"'],
    [
      { servers: { notes: { command: "notes", deny: ["*"] } } },
      "servers.notes.deny is a rule: it must be allow, deny or ask in servers.notes.tools.",
    ],
    [
      { servers: { notes: { command: "notes", disabledTools: ["*"] } } },
      "servers.notes.disabledTools is a rule: it must be ",
    ],
    [ruled({ ask: ["always"] }), 'tools.ask is ["always"]: it must be "never", "destructive", '],
  ])("refuses %j, which would let through what it should not", async (wrong, message) => {
    expect(() => createBridge(wrong)).toThrow(message);
    await expect(createHttpServer({ ...wrong, port: 0 })).rejects.toThrow(message);
  });

  it("takes what restricts nothing", async () => {
    const notes = { command: "notes", denied: [], allow: undefined, tools: {} };
    const bridge = createBridge({ servers: { notes }, maxToolCalls: Infinity });
    await expect(bridge.close()).resolves.toBeUndefined();
  });

  it("leaves it to the registry to refuse what is no definition", () => {
    const wrong: object = { servers: { notes: null } };
    expect(() => createBridge(wrong)).toThrow('The definition of server "notes" is wrong');
  });

  it("does not tell code of definitions that it has refused", async () => {
    await using bridge = createBridge(options);
    const wrong = { notes: {} } as never;
    await expect(bridge.setServers(wrong)).rejects.toThrow("neither a command nor a url");
    expect((await bridge.run("1")).notices).toEqual([]);
  });

  it("refuses wrong definitions over HTTP at once, and keeps those it had for new sessions", async () => {
    const wrong = { notes: {} } as never;
    const message = "neither a command nor a url";
    await expect(createHttpServer({ servers: wrong, port: 0 })).rejects.toThrow(message);
    await using server = await createHttpServer({ ...options, port: 0 });
    await expect(server.setServers(wrong)).rejects.toThrow(message);
    const client = new Client({ name: "test", version: "1.0.0" });
    await client.connect(new StreamableHTTPClientTransport(new URL(server.url)));
    expect((await client.listTools()).tools).toHaveLength(1);
    await client.close();
  });

  it("refuses rules that are none also when they change, and keeps those it had", async () => {
    const denied = { weather: { ...options.servers.weather, tools: { deny: ["*"] } } };
    await using bridge = createBridge({ ...options, servers: denied });
    const { servers } = ruled({ denied: [] });
    await expect(bridge.setServers(servers as typeof denied)).rejects.toThrow('the key "denied"');
    const code = "await mcp_weather.get_forecast(location='Oslo')";
    expect((await bridge.run(code)).error?.message).toContain("is denied by the configuration");
  });

  it("says again why a server is missing, to the code that asks for it", async () => {
    const problem =
      "configuration: In a.json at line 3: mcpServers.my-notes.env.T needs a variable";
    const other = "configuration: In a.json at line 4: mcpServers.notes.comand is not known";
    await using bridge = createBridge({ ...options, notices: [problem, other] });
    expect((await bridge.run("await mcp_my_notes.add()")).notices).toEqual([problem, other]);
    expect((await bridge.run("await mcp_my_notes.add()")).notices).toEqual([problem]);
    expect((await bridge.run("mcp_servers['my-notes']")).notices).toEqual([problem]);
    expect((await bridge.run("await mcp_unknown.add()")).notices).toEqual([]);
    await bridge.setServers(options.servers, []);
    expect((await bridge.run("await mcp_my_notes.add()")).notices).toEqual([]);
  });

  it("runs code and reports, with its notices once", async () => {
    await using bridge = createBridge({ ...options, notices: ["by the way"], timeoutSeconds: 20 });
    expect(await bridge.run("print('hi')\n6 * 7")).toMatchObject({
      status: "ok",
      output: [{ stream: "stdout", text: "hi\n" }],
      value: "42",
      notices: ["by the way"],
    });
    const printed: string[] = [];
    const second = await bridge.run("print('more')\n1 / 0", {
      onOutput: ({ text }) => printed.push(text),
    });
    expect(second).toMatchObject({ status: "error", error: { type: "ZeroDivisionError" } });
    expect(second.notices).toEqual([]);
    expect(printed.join("")).toBe("more\n");
    expect(bridge.registry.servers).toMatchObject([{ name: "weather", state: "idle" }]);
    await bridge.run("await mcp_weather.get_forecast(location='x')", { session: "other" });
    expect(bridge.registry.servers).toMatchObject([{ name: "weather", state: "ready" }]);
  });

  it("reports a sandbox that cannot be had instead of throwing, and says what to do", async () => {
    await using bridge = createBridge({ runtime: "embedded", memoryLimitBytes: -1 });
    expect(await bridge.run("1")).toMatchObject({
      status: "lost",
      error: {
        type: "SandboxError",
        message: expect.stringContaining("must be a positive number"),
      },
    });
  });

  it.each<[string, unknown, string]>([
    ["null", null, "The options of a run must be an object"],
    [
      "a misspelt one",
      { timeout: 5 },
      "There is no option timeout. The options here are session, timeoutMs, signal, onOutput, onStatus, client, caller, onToolProgress.",
    ],
    ["an id of its own", { id: "mine" }, "There is no option id."],
    ["a client by its name alone", { client: "ada" }, "client must be {name, version}"],
    ["progress for nobody", { onToolProgress: "x" }, "onToolProgress must be a function."],
  ])("reports wrong options of a run: %s", async (_, wrong, message) => {
    await using bridge = createBridge(options);
    expect(await bridge.run("1", wrong as object)).toMatchObject({
      status: "lost",
      error: { type: "SandboxError", message: expect.stringContaining(message) },
    });
  });

  it("starts nothing any more once it is closed", async () => {
    const before = ownProcesses();
    const bridge = createBridge(options);
    await bridge.run("1");
    expect(ownProcesses().length).toBeGreaterThan(before.length);
    await bridge.close();
    expect(ownProcesses()).toEqual(before);
    expect(await bridge.run("1")).toMatchObject({ status: "lost" });
    expect(ownProcesses()).toEqual(before);
  });

  it("starts nothing where it was closed before its first run", async () => {
    const before = ownProcesses();
    const bridge = createBridge(options);
    await bridge.close();
    const report = await bridge.run("1");
    const after = ownProcesses();
    // Where something was started after all, this ends it.
    await bridge.close();
    expect(report).toMatchObject({ status: "lost" });
    expect(after).toEqual(before);
  });
});

/** What this process has started; elsewhere than on Linux nothing is seen. */
function ownProcesses(): string[] {
  return process.platform === "linux" ? descendants(process.pid).map(({ command }) => command) : [];
}

describe("createRunPythonTool", () => {
  it("is what a framework shows its model and calls", async () => {
    await using bridge = createBridge(options);
    const { name, inputSchema, execute } = createRunPythonTool(bridge);
    expect(name).toBe("run_python");
    expect(inputSchema.required).toEqual(["code"]);
    const code = "print('now')\nawait mcp_weather.get_forecast(location='Oslo')";
    expect(await execute({ code })).toBe("now\n'Oslo: Rain in the morning, 14 degrees'");
    expect(await execute({ code: "1 / 0" })).toContain("ZeroDivisionError");
    expect(await execute({ program: "1" })).toContain("run_python takes code");
  });

  it("stops with its signal", async () => {
    await using bridge = createBridge(options);
    const stop = new AbortController();
    const run = createRunPythonTool(bridge).execute(
      { code: "print('here')\nwhile True: pass" },
      { signal: stop.signal },
    );
    stop.abort();
    expect(await run).toContain("cancelled");
  });
});
