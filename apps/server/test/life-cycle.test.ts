// However the server ends, nothing that it started is left.
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { setTimeout } from "node:timers/promises";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { describe, expect, it } from "vitest";
import { program, runPython, textOf } from "./fixtures/connect.ts";
import { createHostFolder, type HostFolder } from "./fixtures/host-folder.ts";
import { descendants, endSurvivors, survivors, withEnvironment } from "./fixtures/processes.ts";
import { fixture, officialServer } from "./fixtures/upstream-servers.ts";

const { command, args = [] } = officialServer("everything");
const servers = {
  memory: officialServer("memory"),
  meeting: fixture("meeting-server"),
  // As `npx` and `uvx` do: a process whose child is the server.
  wrapped: { command: "sh", args: ["-c", '"$0" "$@"; true', command, ...args] },
};
const useAll =
  "await asyncio.gather(mcp_memory.read_graph(), mcp_meeting.abandoned(), mcp_wrapped.echo(message='x'))";

interface Host {
  process: ChildProcess;
  folder: HostFolder;
  client: Client;
  exited: Promise<unknown[]>;
}

async function start(): Promise<Host> {
  const folder = await createHostFolder(servers);
  const child = spawn(process.execPath, [program], {
    cwd: folder.project,
    env: folder.environment,
    stdio: ["pipe", "pipe", "ignore"],
  });
  const exited = once(child, "exit");
  const client = new Client({ name: "test", version: "1.0.0" });
  // Its two streams are the other way round here, and the process is ours to end.
  await client.connect(new StdioServerTransport(child.stdout, child.stdin));
  return { process: child, folder, client, exited };
}

/** Ends the host and waits until nothing is left of it; resolves with how it ended. */
async function afterEnd(host: Host, end: (child: ChildProcess) => void): Promise<unknown[]> {
  const started = descendants(Number(host.process.pid));
  expect(started.length).toBeGreaterThan(0);
  try {
    end(host.process);
    const how = await Promise.race([
      host.exited,
      setTimeout(20_000, ["still running"], { ref: false }),
    ]);
    await expect.poll(() => survivors(started), { timeout: 15_000 }).toEqual([]);
    await expect.poll(() => withEnvironment(host.folder.home), { timeout: 15_000 }).toEqual([]);
    expect(await host.folder.temporaryFiles()).toEqual([]);
    return how;
  } finally {
    host.process.kill("SIGKILL");
    endSurvivors(started);
    await host.folder[Symbol.asyncDispose]();
  }
}

const closeInput = (child: ChildProcess): void => void child.stdin?.end();
const ways: [string, (child: ChildProcess) => void, unknown[]][] = [
  ["its client closes stdin", closeInput, [0, null]],
  ["SIGTERM", (child) => child.kill("SIGTERM"), [0, null]],
  ["SIGKILL", (child) => child.kill("SIGKILL"), [null, "SIGKILL"]],
];

describe.runIf(process.platform === "linux").each(ways)("after %s", (_, end, how) => {
  it("nothing is left of an idle server", async () => {
    const host = await start();
    expect(textOf(await runPython(host.client, useAll))).toContain("'Echo: x'");
    // The sandbox, two servers, a shell and the server in it.
    expect(descendants(Number(host.process.pid)).length).toBeGreaterThanOrEqual(5);
    expect(await afterEnd(host, end)).toEqual(how);
  });

  it("nothing is left of one whose code is busy while a tool call waits", async () => {
    const host = await start();
    let begun = false;
    const run = runPython(
      host.client,
      "task = asyncio.create_task(mcp_meeting.meet(place='x', of=2))\nawait mcp_meeting.abandoned()\nprint('busy')\nwhile True: pass",
      { onprogress: () => (begun = true) },
    ).catch(() => {});
    await expect.poll(() => begun, { timeout: 30_000 }).toBe(true);
    expect(await afterEnd(host, end)).toEqual(how);
    await host.client.close();
    await run;
  });
});

it.runIf(process.platform === "linux").each(ways)(
  "nothing is left where the sandbox was just starting: after %s",
  async (_, end, how) => {
    const host = await start();
    const run = runPython(host.client, "1").catch(() => {});
    const id = Number(host.process.pid);
    const born = { interval: 5, timeout: 20_000 };
    await expect.poll(() => descendants(id).length, born).toBeGreaterThan(0);
    expect(await afterEnd(host, end)).toEqual(how);
    await host.client.close();
    await run;
  },
);
