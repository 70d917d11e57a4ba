// What the audit log holds after a client's runs, and what happens where it cannot be written.
import { chmod, mkdir, readFile, rmdir, stat } from "node:fs/promises";
import { userInfo } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { connect, textOf } from "./fixtures/connect.ts";
import { createHostFolder } from "./fixtures/host-folder.ts";
import { fixture } from "./fixtures/upstream-servers.ts";

const servers = {
  calendar: fixture("office-server", "calendar"),
  weather: { ...fixture("office-server", "weather"), tools: { deny: ["*"] } },
};
const code = `
await mcp_calendar.list_events(date="2025-01-15")
calls = [
    ("calendar", "no_such_tool", {}),
    ("calendar", "list_events", {"day": "2025-01-15"}),
    ("weather", "get_forecast", {"location": "Oslo"}),
]
for server, tool, arguments in calls:
    try:
        await mcp_servers[server].call_tool(tool, arguments)
    except Exception as error:
        print(type(error).__name__)
`;

type Entry = Record<string, unknown>;

async function entriesOf(path: string): Promise<Entry[]> {
  const lines = (await readFile(path, "utf8")).trimEnd().split("\n");
  return lines.map((line) => JSON.parse(line) as Entry);
}

it("holds who ran what, and every call once, failed and denied ones too, with a digest of the arguments", async () => {
  const folder = await createHostFolder(servers);
  const path = await folder.write("home/logs/audit.jsonl", "");
  await chmod(path, 0o644);
  const connection = await connect({ folder, environment: { MCP_BRIDGE_AUDIT_LOG: path } });
  try {
    await connection.run(code, { session: "work" });
    await connection.run("1 / 0");
    await connection.client.close();
    await expect.poll(async () => (await entriesOf(path)).length).toBe(8);
    const entries = await entriesOf(path);
    const who = {
      user: userInfo().username,
      client: { name: "test", version: "1.0.0" },
      run: entries[0]?.["run"],
    };
    expect(entries.slice(0, 6)).toMatchObject([
      { type: "run-start", session: "work", code, ...who },
      {
        type: "tool-call",
        session: "work",
        server: "calendar",
        tool: "list_events",
        argumentsDigest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
        outcome: "ok",
        ...who,
      },
      { tool: "no_such_tool", outcome: "failed", errorCode: "unknown-tool", ...who },
      { tool: "list_events", outcome: "failed", errorCode: "invalid-arguments", ...who },
      { tool: "get_forecast", outcome: "denied", errorCode: "tool-denied", ...who },
      { type: "run-end", status: "ok", ...who },
    ]);
    expect(entries.slice(6)).toMatchObject([
      { type: "run-start", session: "default", code: "1 / 0" },
      { type: "run-end", status: "error", errorType: "ZeroDivisionError" },
    ]);
    expect(entries[6]?.["run"]).not.toBe(who.run);
    for (const { time } of entries) expect(new Date(String(time)).getTime()).not.toBeNaN();
    expect(JSON.stringify(entries[1])).not.toContain("2025-01-15");
    if (process.platform !== "win32") {
      expect((await stat(path)).mode & 0o777).toBe(0o600);
      expect(connection.stderr()).toContain("could be read by others (mode 644)");
    }
  } finally {
    await connection[Symbol.asyncDispose]();
  }
});

it("holds the arguments where that is asked for", async () => {
  const folder = await createHostFolder(servers);
  const path = join(folder.home, "new", "audit.jsonl");
  await using connection = await connect({
    folder,
    environment: { MCP_BRIDGE_AUDIT_LOG: "~/new/audit.jsonl", MCP_BRIDGE_AUDIT_ARGUMENTS: "full" },
  });
  await connection.run('await mcp_calendar.list_events(date="2025-01-15")');
  await expect.poll(async () => (await entriesOf(path)).length).toBe(3);
  expect((await entriesOf(path))[1]).toMatchObject({ arguments: { date: "2025-01-15" } });
  if (process.platform !== "win32") expect((await stat(path)).mode & 0o777).toBe(0o600);
});

it("holds the servers' and the tools' own names, whatever code makes of them", async () => {
  const script = `const { createInterface } = require("node:readline");
    const tools = ["send-it", "keep-it"].map((name) => ({ name, inputSchema: { type: "object" } }));
    const serverInfo = { name: "odd", version: "1" };
    const capabilities = { tools: {}, resources: {} };
    const results = {
      initialize: ({ protocolVersion }) => ({ protocolVersion, capabilities, serverInfo }),
      "tools/list": () => ({ tools }),
      "tools/call": () => ({ content: [{ type: "text", text: "sent" }] }),
      "resources/read": ({ uri }) => ({ contents: [{ uri, text: "read" }] }),
    };
    createInterface({ input: process.stdin }).on("line", (line) => {
      const { id, method, params } = JSON.parse(line);
      if (id === undefined) return;
      console.log(JSON.stringify({ jsonrpc: "2.0", id, result: results[method]?.(params) ?? {} }));
    });`;
  const odd = { command: process.execPath, args: ["-e", script], tools: { deny: ["keep-it"] } };
  const folder = await createHostFolder({ "my-server": odd });
  const path = join(folder.home, "audit.jsonl");
  await using connection = await connect({ folder, environment: { MCP_BRIDGE_AUDIT_LOG: path } });
  await connection.run(`
from mcp import connection
async def forged(method, **params):
    try:
        await connection.request(method, server="my_server", **params)
    except Exception:
        pass
for tool in ("send_it", "send_it", "keep_it", "no_such_tool"):
    await forged("tools.call", tool=tool, arguments={})
await forged("resources.read", uri="a://b")
await mcp_servers["my_server"].call_tool("send_it")`);
  await expect.poll(async () => (await entriesOf(path)).length).toBe(8);
  const calls = (await entriesOf(path)).filter(({ type }) => type === "tool-call");
  expect(calls.map(({ server, tool }) => `${String(server)} ${String(tool)}`)).toEqual([
    "my-server send-it",
    "my-server send-it",
    "my-server keep-it",
    "my-server no_such_tool",
    "my-server resources/read",
    "my-server send-it",
  ]);
});

it("is no file of the name ~, and says that the home folder is none", async () => {
  const folder = await createHostFolder();
  await using connection = await connect({ folder, environment: { MCP_BRIDGE_AUDIT_LOG: "~" } });
  expect(textOf(await connection.run("6 * 7"))).toContain("42");
  const said = `the audit log ${folder.home} cannot be written: it is a folder; name a file in it`;
  await expect.poll(connection.stderr).toContain(said);
});

it("that cannot be written is said and stops nothing; later lines say what is missing", async () => {
  const folder = await createHostFolder();
  const path = join(folder.home, "audit.jsonl");
  // A folder stands where the file belongs.
  await mkdir(path);
  await using connection = await connect({ folder, environment: { MCP_BRIDGE_AUDIT_LOG: path } });
  expect(textOf(await connection.run("6 * 7"))).toContain("42");
  expect(connection.stderr()).toContain(`the audit log ${path} cannot be written`);
  await rmdir(path);
  expect(textOf(await connection.run("7 * 7"))).toContain("49");
  await expect.poll(async () => (await entriesOf(path)).length).toBe(3);
  expect(await entriesOf(path)).toMatchObject([
    { type: "gap", lost: 2 },
    { type: "run-start", code: "7 * 7" },
    { type: "run-end", status: "ok" },
  ]);
});

it("stops runs where that is asked for, until it can be written again", async () => {
  const folder = await createHostFolder();
  const path = join(folder.home, "audit.jsonl");
  await mkdir(path);
  await using connection = await connect({
    folder,
    environment: { MCP_BRIDGE_AUDIT_LOG: path, MCP_BRIDGE_AUDIT_FAILURE: "stop" },
  });
  const refused = await connection.run("print('ran')");
  expect(refused.isError).toBe(true);
  expect(textOf(refused)).toContain(`The audit log ${path} cannot be written`);
  expect(textOf(refused)).not.toMatch(/^ran$/m);
  await rmdir(path);
  expect(textOf(await connection.run("print('ran')"))).toMatch(/^ran$/m);
});
