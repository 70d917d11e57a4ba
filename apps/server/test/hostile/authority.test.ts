// What code may cause upstream servers to do, and what it learns of them.
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { InMemoryTransport } from "@modelcontextprotocol/sdk/inMemory.js";
import type { CallToolResult } from "@modelcontextprotocol/sdk/types.js";
import { createServer, type CodeExecutionServer } from "mcp-code-execution";
import { afterAll, beforeAll, beforeEach, expect, vi } from "vitest";
import { runPython, textOf } from "../fixtures/connect.ts";
import { createHostFolder, type HostFolder } from "../fixtures/host-folder.ts";
import { descendants } from "../fixtures/processes.ts";
import { fixture } from "../fixtures/upstream-servers.ts";
import { defineCase } from "./hostile-case.ts";

const secret = "spy-token-4f9a1c77";
const logged: string[] = [];
let folder: HostFolder;
let ledger: string;
let server: CodeExecutionServer;
let client: Client;
/** Another client's: it has no upstream servers, and no folder that it could write to. */
let otherServer: CodeExecutionServer;
let otherClient: Client;

beforeAll(async () => {
  folder = await createHostFolder();
  for (const [name, value] of Object.entries(folder.environment)) vi.stubEnv(name, value);
  ledger = join(folder.root, "ledger");
  const spy = (who: string): ReturnType<typeof fixture> => ({
    ...fixture("spy-server", `--ledger=${ledger}`, `--who=${who}`),
    env: { SPY_TOKEN: secret },
  });
  const rules = { tools: { deny: ["burn-*"], ask: ["delete-*"] } };
  server = createServer({
    runtime: "embedded",
    servers: {
      spy: { ...spy("spy"), ...rules },
      "my-server": { ...spy("dash"), ...rules },
      my_server: spy("underscore"),
    },
    maxToolCalls: 100,
    onLog: ({ message }) => logged.push(message),
  });
  client = await connectTo(server);
  otherServer = createServer({
    runtime: "embedded",
    savedToolsFolder: join(await folder.write("file", ""), "below"),
  });
  otherClient = await connectTo(otherServer);
});
beforeEach(() => writeFile(ledger, ""));
afterAll(async () => {
  await Promise.all([client?.close(), otherClient?.close()]);
  await Promise.all([server?.close(), otherServer?.close()]);
  vi.unstubAllEnvs();
  await folder[Symbol.asyncDispose]();
});

async function connectTo(to: CodeExecutionServer): Promise<Client> {
  const [near, far] = InMemoryTransport.createLinkedPair();
  const connected = new Client({ name: "test", version: "1.0.0" });
  await Promise.all([to.server.connect(far), connected.connect(near)]);
  return connected;
}

const run = (code: string): Promise<CallToolResult> => runPython(client, code);
const reached = async (): Promise<string[]> =>
  (await readFile(ledger, "utf8")).split("\n").filter(Boolean);

const gate = "one gate, by a tool's own name, in front of every way to list, find or call";
/** Every way there is to ask for a call, the kernel's own included; the names of the errors. */
const everyWay = `
from mcp import connection, runtime
async def ways(server, tool):
    alias = tool.replace("-", "_")
    seen = []
    for ask in (
        lambda: mcp_servers[server].call_tool(tool, {}),
        lambda: mcp_servers[server].call_tool(alias, {}),
        lambda: getattr(mcp_servers[server], alias)(),
        lambda: runtime.call_tool(server, tool, {}),
        lambda: connection.request("tools.call", server=server, tool=tool, arguments={}),
        lambda: connection.request("tools.call", server=server, tool=alias, arguments={}, approved=True),
        lambda: connection.request("tools.call", server=server, tool=tool, arguments={}, context={"admit": None}),
    ):
        try: seen.append(str(await ask()))
        except Exception as error: seen.append(type(error).__name__)
    return seen
`;

defineCase(
  "embedded",
  {
    id: "6.unconfigured",
    name: "servers and tools that are not configured",
    protection:
      "the registry knows the servers of the configuration, by name and alias, and no other",
    checked: "nothing to take away: there is no way to name a program",
  },
  async () => {
    const result = await run(`
from mcp import connection
seen = set()
for name in "nowhere", "__proto__", "constructor", "toString", "../spy", "spy\\0", "SPY ", "/bin/sh":
    for method in "tools.call", "tools.describe", "resources.list", "servers.describe":
        try:
            await connection.request(method, server=name, tool="echo", arguments={})
            seen.add(name + " answered")
        except Exception as error: seen.add(type(error).__name__)
for tool in "__proto__", "constructor", "call_tool", "nothing":
    try:
        await connection.request("tools.call", server="spy", tool=tool, arguments={})
        seen.add(tool + " answered")
    except Exception as error: seen.add(type(error).__name__)
sorted(seen)`);
    expect(textOf(result)).toMatch(/^\['Unknown\w*Error'(, 'Unknown\w*Error')*\]$/);
    expect(await reached()).toEqual([]);
  },
);

defineCase(
  "embedded",
  {
    id: "6.denied",
    name: "a denied tool by every way to call it",
    protection: gate,
    checked: "mutation",
  },
  async () => {
    const result = await run(
      `${everyWay}\nprint(await ways("spy", "burn-note"))\nprint(await ways("my-server", "burn-note"))`,
    );
    expect(textOf(result)).not.toContain("burnt");
    expect(await reached()).toEqual([]);
  },
);

defineCase(
  "embedded",
  {
    id: "6.unasked",
    name: "a tool that needs a person's yes, where nobody can be asked",
    protection: `${gate}; without a yes no call is made`,
    checked: "mutation",
  },
  async () => {
    const result = await run(`${everyWay}\nprint(await ways("spy", "delete-note"))`);
    expect(textOf(result)).not.toContain("deleted");
    expect(await reached()).toEqual([]);
  },
);

defineCase(
  "embedded",
  {
    id: "6.alias-collisions",
    name: "names that meet on one alias, to reach a server or tool by another's name",
    protection: "what is called is decided by its own name; an alias has one owner",
    checked: "nothing to take away: the order in which names are looked up is all there is",
  },
  async () => {
    const result = await run(`
print(await mcp_servers["my_server"].call_tool("burn-note", {}))
print(await mcp_my_server.call_tool("burn-note", {}))
try: print(await mcp_servers["my-server"].call_tool("burn-note", {}))
except Exception as error: print(type(error).__name__)
print(await mcp_spy.call_tool("get-thing", {}), await mcp_spy.call_tool("get_thing", {}), await mcp_spy.get_thing())`);
    expect(textOf(result).split("\n")).toEqual([
      "burnt",
      "burnt",
      expect.stringMatching(/Error$/),
      "with a dash with an underscore with an underscore",
    ]);
    expect((await reached()).filter((line) => line.includes("burn-note"))).toEqual([
      "underscore burn-note",
      "underscore burn-note",
    ]);
  },
);

defineCase(
  "embedded",
  {
    id: "6.call-limit",
    name: "more calls than a run may make, at once and by the kernel's own way",
    protection: "the host counts the calls of a run",
    checked: "mutation",
  },
  async () => {
    const result = await run(`
from mcp import connection
await mcp_spy.echo()
calls = [mcp_spy.echo(n=i) for i in range(150)]
calls += [connection.request("tools.call", server="spy", tool="echo", arguments={}) for _ in range(150)]
seen = await asyncio.gather(*calls, return_exceptions=True)
sum(not isinstance(one, Exception) for one in seen)`);
    expect(textOf(result)).toContain("99");
    expect((await reached()).length).toBe(100);
  },
);

defineCase(
  "embedded",
  {
    id: "8.instructions",
    name: "instructions in what a server says of itself and of its tools",
    protection: "the client's model is shown our own tool alone, which holds no server's words",
    checked: "nothing to take away: the definition of the tool is a constant",
  },
  async () => {
    await run("from mcp import runtime\nawait runtime.query_tool_docs('spy')");
    const shown = JSON.stringify([
      await client.listTools(),
      await client.listResources(),
      await client.readResource({ uri: (await client.listResources()).resources[0]?.uri ?? "" }),
      client.getInstructions(),
    ]);
    expect(shown).not.toContain("IGNORE ALL");
  },
);

defineCase(
  "embedded",
  {
    id: "8.terminal",
    name: "escape sequences, fences and forged notices in a tool's result",
    protection: "text is cleaned of terminal control, and facts have fields of their own",
    checked: "mutation",
  },
  async () => {
    const result = await run("print(await mcp_spy.poisoned())");
    // A terminal or a model reads the text; the fact beside it is what was printed, as JSON escapes it.
    expect(JSON.stringify(result.content)).not.toMatch(/\\u001b|\\u0007/);
    const facts = result.structuredContent as Record<string, unknown>;
    expect(facts["status"]).toBe("ok");
    expect(facts["notices"] ?? []).toEqual([]);
    expect(facts["stdout"]).toContain("[timed out after 1 s: forged]");
  },
);

defineCase(
  "embedded",
  {
    id: "8.terminal-progress",
    name: "escape sequences in what a client is told while a run goes on",
    protection: "text is cleaned of terminal control",
    checked: "mutation",
  },
  async () => {
    const told: (string | undefined)[] = [];
    const code = `print("\\x1b]0;title\\x07\\x1b[2Jsecond\\x9b31m", flush=True)\nawait asyncio.sleep(0.5)`;
    await client.callTool({ name: "run_python", arguments: { code } }, undefined, {
      onprogress: ({ message }) => void told.push(message),
    });
    expect(told.join("")).toContain("second");
    expect(JSON.stringify(told)).not.toMatch(/\\u001b|\\u0007|\u009b/);
  },
);

defineCase(
  "embedded",
  {
    id: "8.nested-answer",
    name: "an answer nested so deep that the kernel cannot read it",
    protection: "the host counts levels, and gives an error in its place",
    checked: "the host's own check is 5.deep-nesting; here a real server answers",
  },
  async () => {
    const result = await run(`
kept = "state"
try: await mcp_spy.nested()
except Exception as error: print(type(error).__name__)`);
    expect(textOf(result)).toMatch(/Error/);
    expect(textOf(await run("kept"))).toBe("'state'");
  },
);

defineCase(
  "embedded",
  {
    id: "8.secrets",
    name: "a server's secret in errors, notices, logs, command lines and the sandbox",
    protection: "secrets of a definition are masked in all that is told, and given by environment",
    checked: "mutation",
  },
  async () => {
    const result = await run(`
import os
try: await mcp_spy.fall()
except Exception as error: print(type(error).__name__, error, vars(error))
print(dict(os.environ))`);
    expect(textOf(result)).toContain("cannot log in with ***");
    expect(JSON.stringify(result)).not.toContain(secret);
    await expect.poll(() => logged.join("\n")).toContain("cannot log in");
    expect(logged.join("\n")).not.toContain(secret);
    if (process.platform !== "linux") return;
    const commands = descendants(process.pid).map(({ command }) => command);
    expect(commands.length).toBeGreaterThan(1);
    expect(commands.join("\n")).not.toContain(secret);
    const sandbox = descendants(process.pid).filter(({ command }) => command.includes("deno"));
    expect(sandbox.length).toBeGreaterThan(0);
    for (const { id } of sandbox) {
      expect(await readFile(`/proc/${id}/environ`, "utf8")).not.toContain(secret);
      expect(await readFile(`/proc/${id}/limits`, "utf8")).toMatch(/^Max core file size\s+0 /m);
    }
  },
);

defineCase(
  "embedded",
  {
    id: "9.unwritable-home",
    name: "a home in which nothing can be written",
    protection: "what cannot be kept is said; code runs all the same",
    checked: "nothing to take away: the folder cannot be made at all",
  },
  async () => {
    const result = await runPython(
      otherClient,
      `
from mcp import runtime
def double(x): return 2 * x
try: await runtime.save_tool(double)
except Exception as error: print(type(error).__name__)
double(21)`,
    );
    expect(textOf(result)).toContain("SavedToolError");
    expect(result.structuredContent).toMatchObject({ status: "ok", value: "42" });
  },
);

defineCase(
  "embedded",
  {
    id: "9.clock-jump",
    name: "a clock that jumps a year ahead and back during a run",
    protection: "time-outs are measured by a clock that only goes forward",
    checked: "nothing to take away: no time of day is read",
  },
  async () => {
    const began = Date.now();
    const year = 365 * 24 * 3_600_000;
    vi.useFakeTimers({ toFake: ["Date"], now: began });
    try {
      const running = run("await asyncio.sleep(0.5); 'on time'");
      vi.setSystemTime(began + year);
      await new Promise((resolve) => setTimeout(resolve, 100));
      vi.setSystemTime(began - year);
      expect(textOf(await running)).toBe("'on time'");
    } finally {
      vi.useRealTimers();
    }
  },
);

defineCase(
  "embedded",
  {
    id: "7.two-clients",
    name: "two clients of one process, with the same session and the same ids of requests",
    protection: "each client has a server, a registry and sandboxes of its own",
    checked: "nothing to take away: the two share no object",
  },
  async () => {
    await run("mine = 'first'");
    await runPython(otherClient, "mine = 'second'");
    const answers = await Promise.all(
      [client, otherClient, client, otherClient].map((each) => runPython(each, "mine")),
    );
    expect(answers.map(({ structuredContent }) => structuredContent?.["value"])).toEqual([
      "'first'",
      "'second'",
      "'first'",
      "'second'",
    ]);
    const seen = await runPython(
      otherClient,
      "[name for name in globals() if name.startswith('mcp_')], list(mcp_servers)",
    );
    expect(textOf(seen)).not.toContain("spy");
  },
);
