import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { loadConfig } from "./load-config.ts";
import type { LoadedConfig } from "./loaded-config.ts";

// As on Linux, but with the path rules of Windows there.
const platform = process.platform === "win32" ? "win32" : "linux";
let folder: string;
const at = (path: string): string => join(folder, path);

const project = "project/mcp_bridge_config.json";
const user = "home/.config/mcp-bridge/config.json";
const claude =
  platform === "win32"
    ? "home/AppData/Roaming/Claude/claude_desktop_config.json"
    : "home/.config/Claude/claude_desktop_config.json";

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "load-config-"));
  await mkdir(at("project"));
});
afterEach(() => rm(folder, { recursive: true }));

async function write(path: string, content: unknown): Promise<void> {
  await mkdir(dirname(at(path)), { recursive: true });
  const isContent = typeof content === "string" || Buffer.isBuffer(content);
  await writeFile(at(path), isContent ? content : JSON.stringify(content));
}

function load(environment: Record<string, string> = {}): Promise<LoadedConfig> {
  return loadConfig({
    environment,
    workingDirectory: at("project"),
    homeDirectory: at("home"),
    platform,
    ownEntryPaths: [],
  });
}

const server = (command: string): object => ({ command });

test("where there is nothing, every place is listed as absent", async () => {
  const config = await load();
  expect(config).toMatchObject({ servers: {}, problems: [], skipped: [] });
  const places = [
    { kind: "environment", label: "MCP_BRIDGE_CONFIG" },
    { kind: "working-directory", label: at(project), path: at(project) },
    { kind: "user", label: at(user), path: at(user) },
    { kind: "claude-desktop", label: at(claude), path: at(claude) },
  ];
  expect(config.sources).toEqual(
    places.map((place) => ({ ...place, status: "absent", servers: [], shadowed: [] })),
  );
  expect(config.settings).toMatchObject({ runtime: "auto", timeoutSeconds: 300 });
});

test("the working directory's file names no servers where it is ignored, unless the variable names it", async () => {
  await write(project, { servers: { a: server("project"), b: server("project") } });
  await write(user, { servers: { b: server("user") } });
  const ignored = await load({ MCP_BRIDGE_PROJECT_CONFIG: "ignore" });
  expect(ignored.servers).toMatchObject({ b: { command: "user" } });
  expect(Object.keys(ignored.servers)).toEqual(["b"]);
  expect(ignored.sources.map(({ kind }) => kind)).not.toContain("working-directory");
  const named = await load({
    MCP_BRIDGE_PROJECT_CONFIG: "ignore",
    MCP_BRIDGE_CONFIG: at(project),
  });
  expect(Object.keys(named.servers)).toEqual(["a", "b"]);
});

test("a working directory's file that cannot be used costs nothing where it is ignored", async () => {
  await write(project, "{broken");
  await write(user, { servers: { b: server("user") } });
  const { servers, problems } = await load({ MCP_BRIDGE_PROJECT_CONFIG: "ignore" });
  expect({ names: Object.keys(servers), problems }).toEqual({ names: ["b"], problems: [] });
});

test("the first source of a name wins, and the others are recorded", async () => {
  await write(project, { servers: { a: server("project"), b: server("project") } });
  await write("xdg/mcp-bridge/config.json", { servers: { b: server("xdg"), c: server("xdg") } });
  await write(user, { mcpServers: { c: server("user"), d: server("user") } });
  await write(claude, {
    mcpServers: { a: server("claude"), d: server("claude"), e: server("claude") },
  });
  const config = await load({
    MCP_BRIDGE_CONFIG: '{"mcpServers": {"a": {"command": "variable"}}}',
    XDG_CONFIG_HOME: at("xdg"),
  });
  expect(config.problems).toEqual([]);
  expect(
    Object.entries(config.servers).map(([name, entry]) => [
      name,
      "command" in entry && entry.command,
    ]),
  ).toEqual([
    ["a", "variable"],
    ["b", "project"],
    ["c", "xdg"],
    ["d", "user"],
    ["e", "claude"],
  ]);
  expect(
    config.sources.map(({ kind, servers, shadowed }) => ({ kind, servers, shadowed })),
  ).toEqual([
    { kind: "environment", servers: ["a"], shadowed: [] },
    { kind: "working-directory", servers: ["b"], shadowed: ["a"] },
    { kind: "user", servers: ["c"], shadowed: ["b"] },
    { kind: "user", servers: ["d"], shadowed: ["c"] },
    // Among XDG's folders, which are two.
    ...(platform === "linux" ? [{ kind: "claude-desktop", servers: [], shadowed: [] }] : []),
    { kind: "claude-desktop", servers: ["e"], shadowed: ["a", "d"] },
  ]);
});

test("the working directory's entry does not loosen the rules of the user's own", async () => {
  const tools = { deny: ["burn"], ask: ["move"] };
  await write(project, {
    servers: {
      a: { command: "project", tools: { ask: "never" } },
      b: server("project"),
      c: server("project"),
      d: server("project"),
      e: { command: "project", tools: { ask: "never" } },
    },
  });
  await write(user, {
    servers: {
      a: { command: "user", tools },
      b: { command: 5, tools },
      c: { command: "user", tools: { denny: ["burn"] } },
      d: server("user"),
      e: server("user"),
    },
  });
  await write(claude, { mcpServers: { b: { command: "claude", tools: ["get_*"] } } });
  const { servers, problems } = await load();
  expect(servers).toMatchObject({
    a: { command: "project", tools: { ask: "never", also: tools } },
    b: { command: "project", tools: { also: { allow: ["get_*"], also: tools } } },
    c: { command: "project", tools: { also: { allow: [] } } },
    // The user's MCP_BRIDGE_ASK still counts.
    e: { command: "project", tools: { ask: "never", also: {} } },
  });
  expect(servers["d"]).not.toHaveProperty("tools");
  expect(problems).toMatchObject([{ source: at(user), key: "servers.c.tools" }]);

  const own = await load({ MCP_BRIDGE_CONFIG: '{"servers": {"a": {"command": "variable"}}}' });
  expect(own.servers["a"]).not.toHaveProperty("tools");
});

test("a disabled or faulty entry still shadows one of its name further down", async () => {
  await write(project, { servers: { off: { command: "x", disabled: true }, bad: { args: [] } } });
  await write(claude, { mcpServers: { off: server("claude"), bad: server("claude") } });
  const config = await load();
  expect(config.servers).toEqual({});
  expect(config.skipped).toEqual([{ source: at(project), name: "off", reason: "It is disabled." }]);
  expect(config.sources.at(-1)?.shadowed).toEqual(["off", "bad"]);
});

test("our own entry beside the others in Claude Desktop's file is skipped", async () => {
  await write(claude, {
    mcpServers: {
      "code-execution": {
        command: "npx",
        args: ["-y", "mcp-code-execution"],
        env: { MCP_BRIDGE_IMAGE: "${NOT_SET}" },
      },
      files: {
        command: "npx",
        args: ["-y", "@modelcontextprotocol/server-filesystem", "/mcp-code-execution"],
      },
    },
  });
  const config = await load();
  expect(Object.keys(config.servers)).toEqual(["files"]);
  expect(config.problems).toEqual([]);
  expect(config.skipped).toEqual([
    { source: at(claude), name: "code-execution", reason: expect.stringContaining("again") },
  ]);
});

test("Claude Desktop's file without servers is in order, and one that looks wrong is not", async () => {
  await write(claude, { globalShortcut: "", preferences: {} });
  const plain = await load();
  expect(plain.problems).toEqual([]);
  expect(plain.sources.at(-1)).toMatchObject({ status: "read" });
  await write(claude, { mcp_servers: {} });
  expect((await load()).problems).toEqual([
    expect.objectContaining({ key: "mcp_servers", line: 1 }),
  ]);
});

test("a file that is no JSON is reported, and nothing is taken from the places after it", async () => {
  await write(project, '{"servers": {\n  "a": {"command": "x"\n}}');
  await write(user, { servers: { a: server("user"), b: server("user") } });
  const config = await load({ MCP_BRIDGE_CONFIG: '{"servers": {"c": {"command": "variable"}}}' });
  expect(Object.keys(config.servers)).toEqual(["c"]);
  expect(config.sources).toHaveLength(2);
  expect(config.sources[1]?.status).toBe("invalid");
  expect(config.problems).toEqual([
    {
      severity: "warning",
      source: at(project),
      line: 3,
      column: 3,
      message: `In ${at(project)} at line 3, column 3: A closing brace, }, is missing.`,
    },
    {
      severity: "warning",
      source: at(project),
      message: `In ${at(project)}: No servers are taken from ${at(user)}, ${at(claude)}, since this comes first and might have other rules for them. Correct or remove it.`,
    },
  ]);
});

test("a folder in a file's place and a link in a circle are reported", async () => {
  await mkdir(dirname(at(user)), { recursive: true });
  await symlink(at(user), at(user));
  await write(claude, { mcpServers: { a: server("claude") } });
  const looped = await load();
  expect(looped.servers).toEqual({});
  expect(looped.problems[0]?.message).toBe(
    `In ${at(user)}: The file cannot be read (ELOOP). Move it away or repair it.`,
  );
  await mkdir(at(project), { recursive: true });
  expect((await load()).problems[0]?.message).toBe(
    `In ${at(project)}: This is a folder. Put a file there, or name the file in it.`,
  );
});

test("MCP_BRIDGE_CONFIG may name a file, which is then read once", async () => {
  await write(project, { servers: { a: { command: "x", cwd: "data" } } });
  await write("home/other.json", { servers: { b: server("other") } });
  const same = await load({ MCP_BRIDGE_CONFIG: "mcp_bridge_config.json" });
  expect(same.sources.map(({ kind }) => kind)).toEqual(["environment", "user", "claude-desktop"]);
  expect(same.servers.a).toMatchObject({ cwd: at("project/data") });
  const other = await load({ MCP_BRIDGE_CONFIG: "~/other.json" });
  expect(Object.keys(other.servers)).toEqual(["b", "a"]);
});

test("MCP_BRIDGE_CONFIG that is neither JSON nor a file says so", async () => {
  await write(claude, { mcpServers: { a: server("claude") } });
  const missing = await load({ MCP_BRIDGE_CONFIG: at("no-such-file.json") });
  expect(missing.servers).toEqual({});
  expect(missing.sources[0]).toMatchObject({ kind: "environment", status: "invalid" });
  expect(missing.problems[0]?.message).toBe(
    `In ${at("no-such-file.json")}: There is no such file, but MCP_BRIDGE_CONFIG names it. Set MCP_BRIDGE_CONFIG to JSON that begins with { or to the path of a file.`,
  );
  const quoted = await load({ MCP_BRIDGE_CONFIG: `'{"servers": {}}'` });
  expect(quoted.problems[0]?.message).toContain(
    "In MCP_BRIDGE_CONFIG at line 1, column 1: Quotation",
  );
});

test("a relative cwd starts at the file's folder, or at the working directory for the variable", async () => {
  await write(user, { servers: { a: { command: "x", cwd: "./data" } } });
  const { servers } = await load({
    MCP_BRIDGE_CONFIG: '{"servers": {"b": {"command": "x", "cwd": "data"}}}',
  });
  expect(servers.a).toMatchObject({ cwd: at("home/.config/mcp-bridge/data") });
  expect(servers.b).toMatchObject({ cwd: at("project/data") });
});

test("files of Windows' editors are read: a mark at the start, UTF-16", async () => {
  await write(project, `\uFEFF{"servers": {"a": {"command": "é"}}}`);
  await write(user, Buffer.from(`\uFEFF{"servers": {"b": {"command": "é"}}}`, "utf16le"));
  const { servers, problems } = await load();
  expect(problems).toEqual([]);
  expect(servers).toMatchObject({ a: { command: "é" }, b: { command: "é" } });
});

test("a bad setting is fatal, keeps its default, and leaves the servers alone", async () => {
  await write(project, { servers: { a: server("x") } });
  const config = await load({ MCP_BRIDGE_RUNTIME: "dcoker" });
  expect(config.problems).toEqual([
    {
      severity: "fatal",
      source: "environment",
      key: "MCP_BRIDGE_RUNTIME",
      message:
        'The environment variable MCP_BRIDGE_RUNTIME is "dcoker". Set it to one of auto, podman, docker, embedded.',
    },
  ]);
  expect(config.settings.runtime).toBe("auto");
  expect(Object.keys(config.servers)).toEqual(["a"]);
});

test("started by ourselves, we take no servers", async () => {
  await write(project, { servers: { a: server("x") } });
  const nested = await load({ MCP_BRIDGE_NESTED: "1", MCP_BRIDGE_TIMEOUT: "5" });
  expect(nested).toMatchObject({ servers: {}, sources: [], settings: { timeoutSeconds: 5 } });
  expect(nested.problems).toEqual([expect.objectContaining({ key: "MCP_BRIDGE_NESTED" })]);
  expect(Object.keys((await load({ MCP_BRIDGE_NESTED: "0" })).servers)).toEqual(["a"]);
});

test("without options it looks at the running process", async () => {
  const { sources, settings } = await loadConfig();
  expect(sources.map(({ path }) => path)).toContain(join(process.cwd(), "mcp_bridge_config.json"));
  expect(settings.pidsLimit).toBeGreaterThan(0);
});
