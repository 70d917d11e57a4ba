// An update removes or replaces the program's files while it runs: npm installs a new version, npx's cache is emptied,
// a desktop bundle is updated. The program goes on as far as it can, says what helps, and always ends.
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { describe, expect, it } from "vitest";
import { runPython, textOf } from "./fixtures/connect.ts";
import { createHostFolder } from "./fixtures/host-folder.ts";
import { type InstalledCopy, installedCopy } from "./fixtures/installed-copy.ts";
import { descendants, endSurvivors, survivors, withEnvironment } from "./fixtures/processes.ts";
import { officialServer } from "./fixtures/upstream-servers.ts";

interface Running extends AsyncDisposable {
  installed: InstalledCopy;
  client: Client;
  process: ChildProcess;
  /** Runs code and resolves with what a model reads. */
  read(code: string, session?: string): Promise<string>;
  /** Ends it, and resolves with its exit code and signal when nothing that it started is left. */
  end(way: (child: ChildProcess) => void): Promise<unknown[]>;
}

async function start(): Promise<Running> {
  const installed = await installedCopy();
  const folder = await createHostFolder({ everything: officialServer("everything") });
  const child = spawn(process.execPath, [installed.program], {
    cwd: folder.project,
    env: folder.environment,
    stdio: ["pipe", "pipe", "ignore"],
  });
  const exited = once(child, "exit");
  const client = new Client({ name: "test", version: "1.0.0" });
  // Its two streams are the other way round here, and the process is ours to end.
  await client.connect(new StdioServerTransport(child.stdout, child.stdin));
  return {
    installed,
    client,
    process: child,
    read: async (code, session = "default") => textOf(await runPython(client, code, { session })),
    async end(way) {
      const started = descendants(Number(child.pid));
      try {
        way(child);
        const late = setTimeout(20_000, ["still running"], { ref: false });
        const how = await Promise.race([exited, late]);
        await expect.poll(() => survivors(started), { timeout: 15_000 }).toEqual([]);
        await expect.poll(() => withEnvironment(folder.home), { timeout: 15_000 }).toEqual([]);
        return how;
      } finally {
        endSurvivors(started);
      }
    },
    async [Symbol.asyncDispose]() {
      child.kill("SIGKILL");
      await client.close();
      await folder[Symbol.asyncDispose]();
      await installed[Symbol.asyncDispose]();
    },
  };
}

const remove = (path: string): Promise<void> => rm(path, { recursive: true, force: true });
const echo = "print(await mcp_everything.echo(message='x'))";
const closeInput = (child: ChildProcess): void => void child.stdin?.end();
const restart = "Restart your MCP client";

const ways: [string, (child: ChildProcess) => void][] = [
  ["its client closes stdin", closeInput],
  ["SIGTERM", (child) => child.kill("SIGTERM")],
  ["SIGINT", (child) => child.kill("SIGINT")],
];

describe.runIf(process.platform === "linux").each(ways)("without its files, after %s", (_, way) => {
  it("ends where nothing has run", async () => {
    await using running = await start();
    await remove(running.installed.folder);
    expect(await running.end(way)).toEqual([0, null]);
  });

  it("ends with what has been used, after a sandbox that did not start", async () => {
    await using running = await start();
    expect(await running.read(echo)).toContain("Echo: x");
    await remove(running.installed.folder);
    expect(await running.read("2", "other")).toContain(restart);
    expect(await running.end(way)).toEqual([0, null]);
  });
});

describe.runIf(process.platform === "linux")("an update while it runs", () => {
  it("ends while code waits for a server", async () => {
    await using running = await start();
    expect(await running.read(echo)).toContain("Echo: x");
    const long = "await mcp_everything.trigger_long_running_operation(duration=60, steps=60)";
    let begun = false;
    const run = runPython(running.client, long, { onprogress: () => (begun = true) });
    run.catch(() => {});
    await expect.poll(() => begun, { timeout: 30_000 }).toBe(true);
    await remove(running.installed.folder);
    expect(await running.end(closeInput)).toEqual([0, null]);
  });

  it("starts further sandboxes without the kernel's files, and ends", async () => {
    await using running = await start();
    expect(await running.read("1")).toContain("1");
    // As in the middle of a build, which empties the folder and fills it again.
    await remove(join(running.installed.sandbox, "dist", "python"));
    expect(await running.read("print(6 * 7)", "other")).toContain("42");
    expect(await running.end(closeInput)).toEqual([0, null]);
  });

  it("says what helps where the first run needs files that are gone", async () => {
    await using running = await start();
    await remove(join(running.installed.folder, "@mcp-code-execution"));
    const first = await running.read("1");
    expect(first).toContain(restart);
    expect(first).not.toContain("node_modules");
  });

  it("says what helps where the first run finds files of another version", async () => {
    await using running = await start();
    await writeFile(join(running.installed.sandbox, "dist", "index.js"), "export {};");
    const first = await running.read("1");
    expect(first).toContain(restart);
    expect(first).not.toContain("is not a function");
  });

  it("goes on in a sandbox that runs, and says what helps about servers, searches and sandboxes", async () => {
    await using running = await start();
    expect(await running.read("kept = 1")).not.toContain("Error");
    await remove(running.installed.folder);
    expect(await running.read("print(kept + 1)")).toContain("2");
    const search = "from mcp import runtime\nprint(await runtime.search_tool_docs('echo'))";
    for (const [code, session] of [
      [echo, "default"],
      [search, "default"],
      ["1", "other"],
    ] as const) {
      const said = await running.read(code, session);
      expect(said).toContain(restart);
      expect(said).not.toMatch(/ERR_MODULE|ENOENT|Cannot find|installed-/);
    }
    expect(await running.end(closeInput)).toEqual([0, null]);
  });
});

it("ends a process that something keeps, and says what", () => {
  const part = fileURLToPath(new URL("../dist/commands/serve/end-in-time.js", import.meta.url));
  const code = `import { endInTime } from ${JSON.stringify(`file://${part}`)};
setInterval(() => {}, 1000);
endInTime(console.error, 200);`;
  const { status, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", code], {
    encoding: "utf8",
    timeout: 20_000,
  });
  expect(stderr).toContain("cut short");
  expect(stderr).toContain("Timeout");
  expect(status).toBe(1);
});
