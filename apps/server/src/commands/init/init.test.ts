// Every client's file, laid out in a home folder as its platform has it, taken over and put back.
import {
  chmod,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Machine } from "../../machine.ts";
import { paintFor } from "../../terminal/paint.ts";
import { applyChanges, undoLast } from "./backups.ts";
import { bridgeConfigPath, clientPlaces, type ClientPlace } from "./client-places.ts";
import { editsOf } from "./edits/edits-of.ts";
import { planInit } from "./plan.ts";
import { showDiff } from "./show-diff.ts";

// A path of Windows is none elsewhere.
const platforms: NodeJS.Platform[] = process.platform === "win32" ? ["win32"] : ["linux", "darwin"];
const secret = "s3cret-0123456789";

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "mcp-code-execution-test-"));
});
afterEach(() => rm(root, { recursive: true, force: true }));

function machineOn(platform: NodeJS.Platform): Machine {
  return {
    platform,
    environment: {},
    homeDirectory: join(root, "Jörg Müller"),
    workingDirectory: join(root, "project"),
  };
}

function textFor({ client, format, key }: ClientPlace): string {
  if (format === "toml") {
    return `# kept\nmodel = "m" # kept too\n\n[${key}.${client}]\ncommand = "serve"\n\n[${key}.${client}.env]\nTOKEN = "${secret}"\n`;
  }
  return `{\n    // kept\n    "account": "${secret}",\n    "${key}": {\n        "${client}": { "command": "serve", "env": { "TOKEN": "${secret}" } }, // kept too\n    },\n}\n`;
}

async function lay(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}

/** Path, mode and content of everything. */
async function snapshot(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const described = entries.map(async (entry) => {
    const path = join(entry.parentPath, entry.name);
    const mode = ((await stat(path)).mode & 0o777).toString(8);
    return [
      relative(folder, path),
      entry.isFile() ? `${mode} ${await readFile(path, "utf8")}` : mode,
    ];
  });
  return Object.fromEntries(await Promise.all(described)) as Record<string, string>;
}

describe.each(platforms)("on %s", (platform) => {
  it("takes over the servers of every client, and puts everything back byte for byte", async () => {
    const machine = machineOn(platform);
    const places = clientPlaces(machine).filter(({ scope }) => scope === "user");
    for (const place of places) await lay(place.path, textFor(place));
    if (platform !== "win32") await chmod(places[1]?.path ?? "", 0o640);
    const before = await snapshot(root);

    const plan = await planInit(machine, { moveServers: true });
    expect(plan).toMatchObject({ problems: [], remarks: [], movable: places.length });
    expect(await snapshot(root)).toEqual(before);
    const diffs = plan.changes.map((change) => showDiff(change, paintFor({}))).join("\n");
    // Paths as they are: not Git's octal numbers for the letters, nor two backslashes for one.
    for (const { path } of plan.changes) expect(diffs.split("\n")).toContain(`+++ ${path}`);
    expect(diffs).not.toContain(secret);
    expect(diffs).toContain("***");
    await applyChanges(plan.changes, machine);

    for (const place of places) {
      const text = await readFile(place.path, "utf8");
      expect(text).toContain("kept");
      expect(Object.keys(editsOf(place).read(text))).toEqual(["code-execution"]);
    }
    const ownPath = bridgeConfigPath(machine);
    const own = JSON.parse(await readFile(ownPath, "utf8")) as { mcpServers: object };
    expect(Object.keys(own.mcpServers).toSorted()).toEqual(
      places.map(({ client }) => client).toSorted(),
    );
    expect(own.mcpServers).toMatchObject({ codex: { command: "serve", env: { TOKEN: secret } } });
    if (platform !== "win32") {
      expect((await stat(ownPath)).mode & 0o777).toBe(0o600);
      expect((await stat(places[1]?.path ?? "")).mode & 0o777).toBe(0o640);
      const kept = Object.entries(await snapshot(join(dirname(ownPath), "backups")));
      expect(kept.every(([, described]) => /^[67]00/.test(described))).toBe(true);
    }
    expect(await planInit(machine, { moveServers: true })).toMatchObject({ changes: [] });

    await undoLast(machine);
    expect(await snapshot(root)).toEqual(before);
    expect(await undoLast(machine)).toBeUndefined();
  });

  it("writes files for clients that have none, and takes them away again", async () => {
    const machine = machineOn(platform);
    for (const { sign, scope } of clientPlaces(machine)) {
      if (scope === "user") await mkdir(sign, { recursive: true });
    }
    const before = await snapshot(root);
    const plan = await planInit(machine, { moveServers: true });
    expect(plan.changes.map(({ added }) => added)).toEqual(Array(7).fill("code-execution"));
    await applyChanges(plan.changes, machine);
    await undoLast(machine);
    expect(await snapshot(root)).toEqual(before);
  });
});

it("takes only the clients that are named, also where they are not installed, and a project's where asked", async () => {
  const machine = machineOn(process.platform);
  const shared = join(machine.workingDirectory, ".mcp.json");
  await lay(shared, '{"mcpServers": {"team": {"command": "./serve"}}}\n');
  const clients = ["claude-code"] as const;
  const user = await planInit(machine, { clients, moveServers: true });
  expect(user.changes.map(({ path }) => path)).toEqual([
    join(machine.homeDirectory, ".claude.json"),
  ]);
  const both = await planInit(machine, { clients, moveServers: true, project: true });
  expect(both.changes.map(({ path }) => path)).toEqual([
    bridgeConfigPath(machine),
    join(machine.homeDirectory, ".claude.json"),
    shared,
  ]);
  expect(editsOf({ format: "json", key: "mcpServers" }).read(both.changes[0]?.after ?? "")).toEqual(
    { team: { command: "./serve", cwd: machine.workingDirectory } },
  );
  expect(await planInit(machine, { moveServers: true })).toMatchObject({ changes: [] });
});

it("one server of two clients moves once; another of the same name stays, and is named", async () => {
  const machine = machineOn(process.platform);
  const home = machine.homeDirectory;
  const same = { command: "same" };
  await lay(
    join(home, ".cursor", "mcp.json"),
    JSON.stringify({ mcpServers: { a: same, b: same } }),
  );
  const other = { a: same, b: { command: "other" } };
  await lay(join(home, ".gemini", "settings.json"), JSON.stringify({ mcpServers: other }));
  const plan = await planInit(machine, { moveServers: true });
  const [own, , gemini] = plan.changes;
  const edits = editsOf({ format: "json", key: "mcpServers" });
  expect(edits.read(own?.after ?? "")).toEqual({ a: same, b: same });
  expect(Object.keys(edits.read(gemini?.after ?? ""))).toEqual(["b", "code-execution"]);
  expect(plan.remarks).toEqual([
    expect.stringMatching(/^Gemini CLI: b stays there: .* has another server of that name/),
  ]);
});

it("names an entry that is none in one sentence", async () => {
  const machine = machineOn(process.platform);
  const cursor = join(machine.homeDirectory, ".cursor", "mcp.json");
  await lay(cursor, JSON.stringify({ mcpServers: { a: { comand: "x" } } }));
  const { remarks } = await planInit(machine, { moveServers: true });
  expect(remarks).toEqual([expect.stringMatching(/^Cursor: a stays there: .*[^.]\.$/)]);
});

it("names the keys of a server that moves which would be ignored, as the configuration does", async () => {
  const machine = machineOn(process.platform);
  const cursor = join(machine.homeDirectory, ".cursor", "mcp.json");
  const servers = {
    a: { command: "x", timeuot: 5 },
    b: { comand: "x" },
    c: { command: "x", z: 1 },
  };
  await lay(cursor, JSON.stringify({ mcpServers: servers }));
  const { remarks } = await planInit(machine, { moveServers: true });
  expect(remarks).toEqual([
    'Cursor: a moves, but mcpServers.a.timeuot is not known and is ignored. If "timeout" is meant, write it so.',
    expect.stringContaining(
      'Cursor: b stays there: mcpServers.b.comand is not known and is ignored. If "command" is meant, write it so. ',
    ),
  ]);
});

it("names the servers that Claude Code keeps for one project, and leaves them", async () => {
  const machine = machineOn(process.platform);
  const path = join(machine.homeDirectory, ".claude.json");
  const ours = { command: "npx", args: ["-y", "mcp-code-execution"] };
  const projects = {
    "/work/shop": { mcpServers: { todoist: { command: "a" }, redis: { command: "b" } } },
    "/work/blog": { mcpServers: { cms: { type: "http", url: "https://cms.example/mcp" } } },
    "/work/ours": { mcpServers: { "code-execution": ours }, history: [] },
    "/work/none": { mcpServers: {} },
    "/work/odd": null,
  };
  await lay(path, JSON.stringify({ mcpServers: { mine: { command: "c" } }, projects }));
  const { remarks, changes } = await planInit(machine, { moveServers: true });
  expect(remarks).toEqual([
    "Claude Code: todoist, redis stay there: Claude Code keeps them for the project /work/shop alone. To have them moved, add them with `claude mcp add --scope user`, remove them from the project, and run init again.",
    "Claude Code: cms stays there: Claude Code keeps it for the project /work/blog alone. To have it moved, add it with `claude mcp add --scope user`, remove it from the project, and run init again.",
  ]);
  expect(JSON.parse(changes.at(-1)?.after ?? "")).toMatchObject({ projects });
  expect(await planInit(machine, { moveServers: false })).toMatchObject({ remarks: [] });
});

it("adds to a configuration of ours that is there, under the key that it uses", async () => {
  const machine = machineOn(process.platform);
  const path = bridgeConfigPath(machine);
  const there = '{\n  // mine\n  "servers": { "mine": { "command": "x" } }\n}\n';
  await lay(path, there);
  if (process.platform !== "win32") await chmod(path, 0o644);
  await lay(
    join(machine.homeDirectory, ".cursor", "mcp.json"),
    '{"mcpServers": {"a": {"command": "b"}}}',
  );
  await applyChanges((await planInit(machine, { moveServers: true })).changes, machine);
  const text = await readFile(path, "utf8");
  expect(text).toContain("// mine");
  expect(editsOf({ format: "json", key: "servers" }).read(text)).toEqual({
    mine: { command: "x" },
    a: { command: "b" },
  });
  if (process.platform !== "win32") expect((await stat(path)).mode & 0o777).toBe(0o600);
  await undoLast(machine);
  expect(await readFile(path, "utf8")).toBe(there);
  if (process.platform !== "win32") expect((await stat(path)).mode & 0o777).toBe(0o644);
});

it.skipIf(process.platform === "win32")(
  "says that a client's file is a link to nothing, and leaves the link",
  async () => {
    const machine = machineOn(process.platform);
    const path = join(machine.homeDirectory, ".claude.json");
    await mkdir(machine.homeDirectory, { recursive: true });
    await symlink(join(root, "gone.json"), path);
    const plan = await planInit(machine, { moveServers: true });
    expect(plan.changes).toEqual([]);
    expect(plan.problems).toEqual([
      `Claude Code: ${path} is left as it is. It is a link to ${join(root, "gone.json")}, where there is no file. Create that file, or remove the link.`,
    ]);
  },
);

it("shows the change of a file on one line as lines, and not all that stands on it", async () => {
  const machine = machineOn(process.platform);
  const path = join(machine.homeDirectory, ".claude.json");
  const history = Array.from({ length: 50 }, (_, index) => `question ${index}`);
  await lay(path, JSON.stringify({ history, mcpServers: { one: {} }, account: secret }));
  const plan = await planInit(machine, { moveServers: false });
  expect(plan.changes[0]?.after).not.toContain("\n");
  const shown = showDiff(plan.changes[0]!, paintFor({}));
  expect(shown).toContain(`+++ ${path} (one line, shown as several)`);
  expect(shown).toContain('\n+    "code-execution": {\n');
  expect(shown).not.toContain("question");
  expect(shown).not.toContain(secret);
  // What is no plain JSON is shown as it is written.
  await writeFile(path, '{"mcpServers": {"one": {"command": "x"},},}');
  const [, change] = (await planInit(machine, { moveServers: true })).changes;
  expect(showDiff(change!, paintFor({}))).toContain("\n-{");
});

it("undoes nothing where one file has changed since", async () => {
  const machine = machineOn(process.platform);
  const [cursor, gemini] = [".cursor/mcp.json", ".gemini/settings.json"].map((path) =>
    join(machine.homeDirectory, path),
  ) as [string, string];
  await lay(cursor, "{}");
  await lay(gemini, "{}");
  await applyChanges((await planInit(machine, { moveServers: false })).changes, machine);
  await writeFile(cursor, '{"mcpServers": {}}');
  const between = await snapshot(root);
  await expect(undoLast(machine)).rejects.toThrow(
    /Nothing was restored: .*mcp\.json changed since/,
  );
  expect(await snapshot(root)).toEqual(between);
});

it("writes nothing where a file changes between the look and the yes", async () => {
  const machine = machineOn(process.platform);
  const path = join(machine.homeDirectory, ".cursor", "mcp.json");
  await lay(path, "{}");
  const { changes } = await planInit(machine, { moveServers: false });
  await writeFile(path, '{"other": 1}');
  const between = await snapshot(root);
  await expect(applyChanges(changes, machine)).rejects.toThrow(/just been changed/);
  expect(await snapshot(root)).toEqual(between);
});

it("keeps a byte order mark, line ends of Windows and a link, and puts them back", async () => {
  const machine = machineOn(process.platform);
  const linked = join(root, "dotfiles", "mcp.json");
  const text =
    '\uFEFF{\r\n  // mine\r\n  "mcpServers": {\r\n    "a": { "command": "a" },\r\n  },\r\n}\r\n';
  await lay(linked, text);
  const path = join(machine.homeDirectory, ".cursor", "mcp.json");
  await mkdir(dirname(path), { recursive: true });
  await symlink(linked, path, "file");
  const { changes, problems } = await planInit(machine, { moveServers: true });
  expect(problems).toEqual([]);
  await applyChanges(changes, machine);
  const written = await readFile(path, "utf8");
  expect(written).toMatch(/^\uFEFF\{\r\n {2}\/\/ mine\r\n/);
  expect(written).not.toMatch(/[^\r]\n/);
  expect(JSON.parse(written.replace(/^\uFEFF|\/\/ mine/g, "").replace(/,(?=\s*\})/g, ""))).toEqual({
    mcpServers: { "code-execution": expect.objectContaining({ args: expect.anything() }) },
  });
  await undoLast(machine);
  expect((await lstat(path)).isSymbolicLink()).toBe(true);
  expect(await readFile(linked, "utf8")).toBe(text);
});

it("leaves a file that it cannot read safely, says so, and goes on with the others", async () => {
  const machine = machineOn(process.platform);
  await lay(join(machine.homeDirectory, ".cursor", "mcp.json"), '{"mcpServers": {');
  await lay(
    join(machine.homeDirectory, ".codeium", "windsurf", "mcp_config.json"),
    '{\n  "mcpServers": {}\n  "more": 1\n}',
  );
  await lay(join(machine.homeDirectory, ".gemini", "settings.json"), "{}");
  const plan = await planInit(machine, { moveServers: true });
  expect(plan.problems).toEqual([
    expect.stringMatching(
      /^Cursor: .*is left as it is\. It is not valid JSON at line 1, column \d+: .* Correct it first\.$/,
    ),
    expect.stringMatching(/^Windsurf: .* at line 3, column 3: A comma is missing before this\. /),
  ]);
  expect(plan.changes.map(({ title }) => title)).toEqual(["Gemini CLI"]);
});

it("leaves a file with more servers than it takes care of, and says what to add there", async () => {
  const machine = machineOn(platforms[0]!);
  const place = clientPlaces(machine).find(({ client }) => client === "cursor");
  const entries = Array.from({ length: 1_001 }, (_, at) => [`s${at}`, { command: "serve" }]);
  await lay(place!.path, JSON.stringify({ mcpServers: Object.fromEntries(entries) }));
  const plan = await planInit(machine, { clients: ["cursor"], moveServers: true });
  expect(plan.changes).toEqual([]);
  expect(plan.problems).toEqual([
    expect.stringMatching(/1001 servers, and at most 1000 .* Add our entry by hand: \{"command"/),
  ]);
});

it("changes nothing where one of the files cannot be written, and says which", async () => {
  const machine = machineOn(process.platform);
  const path = join(machine.homeDirectory, ".gemini", "settings.json");
  await lay(join(machine.homeDirectory, ".cursor", "mcp.json"), "{}");
  await lay(path, "{}");
  const { changes } = await planInit(machine, { moveServers: false });
  const before = await snapshot(root);
  // As a file system that is full or cannot be written, which the superuser may write all the same.
  const beyond = { path: join(path, "mcp.json"), before: undefined };
  const unwritable = changes.map((change) =>
    change.path === path ? { ...change, ...beyond } : change,
  );
  await expect(applyChanges(unwritable, machine)).rejects.toThrow(
    /settings\.json.* cannot be written \((ENOTDIR|EEXIST)\), so nothing was changed\. Make it writable/,
  );
  expect(await snapshot(root)).toEqual(before);
});

it("takes back what it has written where a later file cannot be replaced", async () => {
  const machine = machineOn(process.platform);
  const path = join(machine.homeDirectory, ".gemini", "settings.json");
  await lay(join(machine.homeDirectory, ".cursor", "mcp.json"), "{}");
  const { changes } = await planInit(machine, {
    clients: ["cursor", "gemini"],
    moveServers: false,
  });
  expect(changes.at(-1)?.path).toBe(path);
  await mkdir(path, { recursive: true }); // a file takes no folder's place
  const before = await snapshot(root);
  await expect(applyChanges(changes, machine)).rejects.toThrow(/ cannot be written \(E[A-Z]+\)/);
  expect(await snapshot(root)).toEqual(before);
});

it("shows a path as it is written, whatever its letters", async () => {
  const machine = machineOn(process.platform);
  const home = join(root, "Zoë übt");
  await lay(join(home, ".cursor", "mcp.json"), "{}\n");
  const { changes } = await planInit({ ...machine, homeDirectory: home }, { moveServers: false });
  const [change] = changes;
  const shown = showDiff(change!, paintFor(process.stdout)).split("\n");
  expect(shown.slice(0, 2)).toEqual([`--- ${change!.path}`, `+++ ${change!.path}`]);
  expect(shown[2]).toMatch(/^@@/);
});
