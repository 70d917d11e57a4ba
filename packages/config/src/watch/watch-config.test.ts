import { mkdir, mkdtemp, realpath, rename, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { loadConfig } from "../load-config.ts";
import type { LoadConfigOptions } from "../load-config-options.ts";
import { watchConfig, type ConfigChange } from "./watch-config.ts";

let folder: string;
let changes: ConfigChange[];
let close: (() => void) | undefined;

const patience = { timeout: 20_000 };
const project = "project/mcp_bridge_config.json";
const user = "home/.config/mcp-bridge/config.json";
// As on Linux, but with the path rules of Windows there.
const platform = process.platform === "win32" ? "win32" : "linux";
const claude =
  platform === "win32"
    ? "home/AppData/Roaming/Claude/claude_desktop_config.json"
    : "home/.config/Claude/claude_desktop_config.json";
const at = (path: string): string => join(folder, path);
const servers = (...names: string[]): string =>
  JSON.stringify({ servers: Object.fromEntries(names.map((name) => [name, { command: name }])) });

beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), "watch-config-")));
  await mkdir(at("project"));
  await mkdir(at("home"));
  changes = [];
});
afterEach(async () => {
  close?.();
  await rm(folder, { recursive: true });
});

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(at(path)), { recursive: true });
  await writeFile(at(path), text);
}

/** As editors save: a new file takes the place of the old one. */
async function replace(path: string, text: string): Promise<void> {
  await write(`${path}.new`, text);
  await rename(at(`${path}.new`), at(path));
}

async function watchFrom(environment: Record<string, string> = {}): Promise<void> {
  const options: LoadConfigOptions = {
    environment,
    workingDirectory: at("project"),
    homeDirectory: at("home"),
    platform,
    ownEntryPaths: [],
  };
  const since = await loadConfig(options);
  ({ close } = await watchConfig({
    ...options,
    since,
    onChange: (change) => changes.push(change),
  }));
}

const names = (): string[][] => changes.map((change) => Object.keys(change.servers));

test("a file that is written, replaced and removed", async () => {
  await write(user, servers("a"));
  await watchFrom();
  await write(user, servers("a", "b"));
  await expect.poll(() => names().at(-1), patience).toEqual(["a", "b"]);
  for (const name of ["c", "d"]) {
    await replace(user, servers(name));
    await expect.poll(() => names().at(-1), patience).toEqual([name]);
  }
  await rm(at(user));
  await expect.poll(() => names().at(-1), patience).toEqual([]);
});

test("a server that stays unusable for another reason", async () => {
  await write(user, JSON.stringify({ servers: { a: { command: "a", disabled: true } } }));
  await watchFrom();
  await write(user, JSON.stringify({ servers: { a: { command: "${NONE_SUCH}" } } }));
  const reason = expect.stringContaining("command needs the environment variable NONE_SUCH");
  await expect.poll(() => changes.at(-1)?.unusable, patience).toEqual([{ name: "a", reason }]);
  await write(user, JSON.stringify({ servers: {} }));
  await expect.poll(() => changes.at(-1)?.unusable, patience).toEqual([]);
});

test("a file in folders that appear later, go, and come again", async () => {
  await watchFrom();
  await write(user, servers("a"));
  await expect.poll(names, patience).toEqual([["a"]]);
  await rm(at("home/.config"), { recursive: true });
  await expect.poll(names, patience).toEqual([["a"], []]);
  await write(user, servers("b"));
  await expect.poll(names, patience).toEqual([["a"], [], ["b"]]);
});

test("a file that is a link: what it points to, and where it points", async () => {
  await write("elsewhere/one.json", servers("a"));
  await write("elsewhere/two.json", servers("z"));
  await mkdir(dirname(at(user)), { recursive: true });
  await symlink(at("elsewhere/one.json"), at(user));
  await watchFrom();
  await write("elsewhere/one.json", servers("b"));
  await expect.poll(names, patience).toEqual([["b"]]);
  await symlink(at("elsewhere/two.json"), at(`${user}.new`));
  await rename(at(`${user}.new`), at(user));
  await expect.poll(names, patience).toEqual([["b"], ["z"]]);
});

test("the file that MCP_BRIDGE_CONFIG names", async () => {
  await write("own.json", servers("a"));
  await watchFrom({ MCP_BRIDGE_CONFIG: at("own.json") });
  await replace("own.json", servers("b"));
  await expect.poll(names, patience).toEqual([["b"]]);
});

test("the working directory's file stays as it was at the start, whatever is written there", async () => {
  const options: LoadConfigOptions = {
    environment: {},
    workingDirectory: at("project"),
    homeDirectory: at("home"),
    ownEntryPaths: [],
  };
  for (const written of [undefined, servers("p")]) {
    if (written !== undefined) await write(project, written);
    const since = await loadConfig(options);
    const before = Object.keys(since.servers);
    // Also what is written before the watching begins.
    await replace(project, servers("evil"));
    const seen: string[][] = [];
    using _watcher = await watchConfig({
      ...options,
      since,
      onChange: (change) => seen.push(Object.keys(change.servers)),
    });
    expect(seen).toEqual([]);
    await replace(project, servers("worse"));
    await replace(user, servers("u"));
    await expect.poll(() => seen, patience).toEqual([[...before, "u"]]);
    await rm(at(project));
    await replace(user, servers("v"));
    await expect.poll(() => seen.at(-1), patience).toEqual([...before, "v"]);
    await rm(at(user));
  }
});

test("MCP_BRIDGE_CONFIG may name the working directory's file, which is not followed then either", async () => {
  await write(project, servers("a"));
  await watchFrom({ MCP_BRIDGE_CONFIG: "mcp_bridge_config.json" });
  await replace(project, servers("evil"));
  await replace(user, servers("u"));
  await expect.poll(names, patience).toEqual([["a", "u"]]);
});

test("nor is it followed where MCP_BRIDGE_CONFIG names it through links, even while it is missing", async () => {
  await symlink(at("project"), at("folder"));
  await symlink(at("folder/mcp_bridge_config.json"), at("link.json"));
  for (const name of ["folder/mcp_bridge_config.json", "link.json"]) {
    await write(project, servers("a"));
    await watchFrom({ MCP_BRIDGE_CONFIG: at(name) });
    await rm(at(project));
    await replace(user, servers("u"));
    await expect.poll(names, patience).toEqual([["a", "u"]]);
    await write(project, servers("evil"));
    await replace(user, servers("v"));
    await expect.poll(() => names().at(-1), patience).toEqual(["a", "v"]);
    expect(names().flat()).not.toContain("evil");
    close?.();
    changes = [];
    await rm(at(user));
  }
});

test("a user's file is followed though the working directory has a link to it", async () => {
  await write(user, servers("a"));
  await symlink(at(user), at(project));
  await watchFrom();
  await replace(user, servers("a", "b"));
  await expect.poll(names, patience).toEqual([["a", "b"]]);
});

test("a file that cannot be understood any more keeps its servers, and is reported once", async () => {
  await write("own.json", servers("a"));
  await write(user, servers("u"));
  await watchFrom({ MCP_BRIDGE_CONFIG: at("own.json") });
  await write("own.json", '{"servers": ');
  await expect.poll(() => changes.length, patience).toBe(1);
  expect(changes[0]).toMatchObject({
    servers: { a: { command: "a" }, u: { command: "u" } },
    problems: [{ source: at("own.json"), message: expect.stringContaining("at line 1") }],
  });
  // The other file is still followed, and the fault not told again.
  await write(user, servers("v"));
  await expect.poll(() => changes.length, patience).toBe(2);
  expect(Object.keys(changes[1]?.servers ?? {})).toEqual(["a", "v"]);
  expect(changes[1]?.problems).toEqual([]);
  await write("own.json", servers("b"));
  await expect.poll(() => names().at(-1), patience).toEqual(["b", "v"]);
});

test("a file that appears and cannot be understood leaves the others as they were", async () => {
  await write(claude, servers("a"));
  await watchFrom();
  await write(user, '{"servers": ');
  await expect.poll(() => changes.length, patience).toBe(1);
  expect(changes[0]?.problems).toMatchObject([{ source: at(user) }]);
  expect(names()).toEqual([["a"]]);
  await replace(user, servers("u"));
  await expect.poll(() => names().at(-1), patience).toEqual(["u", "a"]);
});

test("a file that cannot be understood from the start keeps those after it out until it can", async () => {
  await write(user, '{"servers": ');
  await write(claude, servers("a"));
  await watchFrom();
  await replace(user, '{"servers": {');
  await expect.poll(() => changes.length, patience).toBe(1);
  expect(names()).toEqual([[]]);
  await replace(user, servers("u"));
  await expect.poll(() => names().at(-1), patience).toEqual(["u", "a"]);
});

test("what changed between the loading and the watching is told, and what did not is not", async () => {
  await write(user, servers("a"));
  const since = { servers: {}, problems: [] };
  const options = { environment: {}, workingDirectory: at("project"), homeDirectory: at("home") };
  ({ close } = await watchConfig({
    ...options,
    since,
    onChange: (change) => changes.push(change),
  }));
  expect(names()).toEqual([["a"]]);
  await replace(user, servers("a"));
  await replace(user, `${servers("a")}\n`);
  await write("home/.config/mcp-bridge/other.json", "{}");
  await replace(user, servers("b"));
  await expect.poll(names, patience).toEqual([["a"], ["b"]]);
});

test("nothing is told once it is closed", async () => {
  await write(user, servers("a"));
  await watchFrom();
  close?.();
  await replace(user, servers("b"));
  await watchFrom();
  await replace(user, servers("c"));
  await expect.poll(names, patience).toEqual([["c"]]);
});
