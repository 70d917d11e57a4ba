import { randomUUID } from "node:crypto";
import { readdirSync, readlinkSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { beforeAll, describe, expect, it } from "vitest";
import { createSandboxRuntime, type SandboxRuntime } from "@mcp-code-execution/sandbox-runtime";
import { createOwner, sandboxLabels } from "../../src/drivers/container/running/owner.ts";
import { localImage } from "../../src/drivers/container/images/choose-image.ts";
import type { EngineName, TestEngine } from "../engines.ts";
import { hostile } from "../hostile/hostile-case.ts";
import { watchEngine, type WatchedEngine } from "./watch-engine.ts";

const patience = { timeout: 30_000, interval: 200 };
/** Matching that backtracks for ever, in C code that never lets another thread run. */
const stuckInC = "import re\nre.match(r'(a+)+$', 'a' * 64 + 'b')";

export function testEndings(name: EngineName, engine: TestEngine): void {
  describe("no container remains", () => {
    let watched: WatchedEngine;
    beforeAll(() => {
      watched = watchEngine(engine);
    });
    const remaining = async (): Promise<number> => (await watched.containers()).length;
    const open = (options = {}): Promise<SandboxRuntime> =>
      createSandboxRuntime({ driver: watched.driver(), graceMs: 500, ...options });

    it("after close, with a run going on", async () => {
      const runtime = await open();
      const running = runtime.run("while True: pass").catch((error: unknown) => error);
      await expect.poll(remaining, patience).toBe(1);
      await runtime.close();
      expect(await running).toMatchObject({ code: "closed" });
      await expect.poll(remaining, patience).toBe(0);
    });

    it("after close, with a start that nobody waits for any more", async () => {
      const runtime = await open();
      const controller = new AbortController();
      const cancelled = runtime.run("1", { signal: controller.signal });
      setImmediate(() => controller.abort());
      expect((await cancelled).status).toBe("cancelled");
      await runtime.close();
      const created = watched.created();
      await sleep(1_500);
      expect(watched.created()).toBe(created);
      await expect.poll(remaining, patience).toBe(0);
    });

    it(
      "after a time-out in C code that lets no other thread run",
      hostile(name, {
        id: "9.stuck-container",
        name: "after a time-out in C code that lets no other thread run",
        protection: "a kill ends the container itself",
        checked: "the kill and the supervisor, which ends with its input, stand behind each other",
      }),
      async () => {
        const runtime = await open();
        const outcome = await runtime.run(`print('begun', flush=True)\n${stuckInC}`, {
          timeoutMs: 500,
        });
        expect(outcome).toMatchObject({ status: "timeout", stateLost: true });
        expect(outcome.output[0]?.text).toBe("begun\n");
        await expect.poll(remaining, patience).toBe(0);
        expect((await runtime.run("1")).notices.join()).toContain("gone");
        await runtime.close();
      },
    );

    it(
      "when the host's end closes while the kernel is stuck in C code",
      hostile(name, {
        id: "9.closed-pipe",
        name: "when the host's end closes while the kernel is stuck in C code",
        protection: "the supervisor ends with its input",
        checked: "mutation",
      }),
      async () => {
        const driver = watched.driver();
        const runtime = await createSandboxRuntime({
          driver: {
            ...driver,
            async start(options) {
              const sandbox = await driver.start(options);
              setTimeout(() => sandbox.stdin.end(), 1_500);
              return sandbox;
            },
          },
        });
        const run = runtime.run(stuckInC);
        await expect(run).rejects.toMatchObject({ code: "sandbox-crashed" });
        await expect.poll(remaining, patience).toBe(0);
        await runtime.close();
      },
    );

    it(
      "after others paused it, which holds up no run past its time",
      hostile(name, {
        id: "9.paused",
        name: "a container that others paused",
        protection: "a run ends at its time-out, whatever its container does",
        checked: "mutation",
      }),
      async () => {
        const runtime = await open();
        const client = await watched.client();
        const startedAt = performance.now();
        let refused: unknown;
        const outcome = await runtime.run("print('begun', flush=True)\nawait asyncio.sleep(60)", {
          timeoutMs: 2_000,
          async onOutput() {
            const [container] = await watched.containers();
            await client
              .getContainer(container?.Id ?? "")
              .pause()
              .catch((error: unknown) => (refused = error));
          },
        });
        const took = performance.now() - startedAt;
        // Without cgroups v2 a rootless engine has nothing to pause with: nobody can, and the run ends as any other.
        if (refused) expect(name).toBe("podman rootless");
        expect(outcome).toMatchObject({ status: "timeout", stateLost: refused === undefined });
        expect(took).toBeLessThan(20_000);
        await runtime.close();
        await expect.poll(remaining, patience).toBe(0);
      },
    );

    it(
      "after others removed it in the middle of a run, which says so",
      hostile(name, {
        id: "9.removed",
        name: "a container that others removed, or ran a program in",
        protection: "the end of a container is the end of its run, with an error",
        checked: "the end of the stream, of the process and of the wait stand behind each other",
      }),
      async () => {
        const runtime = await open();
        const client = await watched.client();
        await runtime.run("kept = 1");
        const [container] = await watched.containers();
        const program = await client.getContainer(container?.Id ?? "").exec({ Cmd: ["true"] });
        await program.start({ Detach: true });
        expect((await runtime.run("kept")).value).toBe("1");
        const running = runtime.run("print('begun', flush=True)\nwhile True: pass", {
          onOutput: () =>
            void client.getContainer(container?.Id ?? "").remove({ force: true, v: true }),
        });
        await expect(running).rejects.toMatchObject({
          code: "sandbox-crashed",
          output: [{ stream: "stdout", text: "begun\n" }],
        });
        expect((await runtime.run("'kept' in globals()")).notices.join()).toContain("gone");
        await runtime.close();
        await expect.poll(remaining, patience).toBe(0);
      },
    );

    it("after a session was idle for the time that was set", async () => {
      const runtime = await open({ idleTimeoutMs: 300 });
      await runtime.run("kept = 1");
      await expect.poll(remaining, patience).toBe(0);
      expect((await runtime.run("'kept' in globals()")).notices.join()).toContain("idle for 0.3 s");
      await runtime.close();
    });

    it("after code ended its own process, whose exit code is told", async () => {
      const runtime = await open();
      await expect(runtime.run("import os\nos._exit(3)")).rejects.toMatchObject({
        code: "sandbox-crashed",
        message: expect.stringContaining("exit code 3"),
      });
      await expect.poll(remaining, patience).toBe(0);
      await runtime.close();
    });

    const others = {
      id: "9.other-process-numbers",
      name: "of what dead processes left, while what belongs to others stays",
      protection: "a container names the machine, its start, and whose process ids are meant",
      checked: "mutation",
    };
    it(`[${others.id}] ${others.name}`, hostile(name, others), async () => {
      const client = await watched.client();
      const owner = await createOwner();
      const left = {
        "of a dead process": { ...owner, pid: 4_194_303 },
        "of one whose number is used again": { ...owner, pid: 1, started: "0" },
        "of this process": owner,
        // As of a host in a container that has the machine's name.
        "of other process numbers": {
          ...owner,
          host: owner.host.replace(/pid:\[\d+\]/, "pid:[1]"),
          pid: 4_194_303,
        },
        "of another machine": { ...owner, host: "elsewhere", pid: 4_194_303 },
        "of nobody": undefined,
      };
      const image = (await localImage(client))?.name ?? "";
      const made = new Map<string, string>();
      for (const [whose, of] of Object.entries(left)) {
        const own = `sandbox-${randomUUID()}`;
        const container = await client.createContainer({
          name: own,
          Image: image,
          Entrypoint: ["true"],
          Labels: of ? sandboxLabels(of, own) : { "com.example.sandbox": "1" },
        });
        made.set(container.id, whose);
      }
      try {
        const runtime = await open();
        await runtime.run("1");
        const there = async (): Promise<string[]> => {
          const found = await client.listContainers({ all: true });
          return found.flatMap(({ Id }) => made.get(Id) ?? []).toSorted();
        };
        await expect
          .poll(there, patience)
          .toEqual([
            "of another machine",
            "of nobody",
            ...(process.platform === "linux" ? ["of other process numbers"] : []),
            "of this process",
          ]);
        await runtime.close();
      } finally {
        for (const id of made.keys())
          await client
            .getContainer(id)
            .remove({ force: true })
            .catch(() => {});
      }
    });

    const committed = {
      id: "9.committed-image",
      name: "what dead processes left, while containers of an image that was committed from it stay",
      protection: "a label names the container itself, and is looked at before it is removed",
      checked: "mutation",
    };
    it(`[${committed.id}] ${committed.name}`, hostile(name, committed), async () => {
      const client = await watched.client();
      const [left, repo] = [`sandbox-${randomUUID()}`, `committed-${randomUUID()}`];
      const options = { Entrypoint: ["true"] };
      await client.createContainer({
        ...options,
        name: left,
        Image: (await localImage(client))?.name ?? "",
        Labels: sandboxLabels({ ...(await createOwner()), pid: 4_194_303 }, left),
      });
      try {
        await client.getContainer(left).commit({ repo });
        const { id } = await client.createContainer({ ...options, Image: repo });
        const { Config } = await client.getContainer(id).inspect();
        expect(Config.Labels).toMatchObject({ "mcp-code-execution.name": left });
        await openAndClose();
        const isThere = async (which: string): Promise<boolean> =>
          client
            .getContainer(which)
            .inspect()
            .then(
              () => true,
              () => false,
            );
        await expect.poll(() => isThere(left), patience).toBe(false);
        expect(await isThere(id)).toBe(true);
        await client.getContainer(id).remove({ force: true });
      } finally {
        for (const made of [client.getContainer(left), client.getImage(repo)])
          await made.remove({ force: true }).catch(() => {});
      }
    });

    async function openAndClose(): Promise<void> {
      await using runtime = await open();
      expect((await runtime.run("6 * 7")).value).toBe("42");
    }

    const many = Number(process.env["TEST_CONTAINER_SESSIONS"] ?? (name === "docker" ? 50 : 10));
    it(
      `after ${many} sessions one after another, nor anything else of them`,
      { timeout: 60_000 + many * 5_000 },
      async () => {
        await using folder = await ownTemporaryFolder();
        const third = Math.ceil(many / 3);
        for (let session = 0; session < third; session += 1) await openAndClose();
        await expect.poll(remaining, patience).toBe(0);
        const before = footprint();
        for (let session = third; session < many; session += 1) await openAndClose();
        await expect.poll(remaining, patience).toBe(0);
        await expect
          .poll(() => footprint().descriptors, patience)
          .toBeLessThanOrEqual(before.descriptors + 2);
        const after = footprint();
        expect(after.files, folder.path).toEqual([]);
        expect(after.heapBytes - before.heapBytes).toBeLessThan(8 * 1024 * 1024);
      },
    );

    it("after twenty sessions at once", { timeout: 180_000 }, async () => {
      const runtime = await open({ maxSessions: 20, startupTimeoutMs: 120_000 });
      const numbers = Array.from({ length: 20 }, (_, number) => number);
      const outcomes = await Promise.all(
        numbers.map((number) =>
          runtime.run(`import time\ntime.sleep(0.5)\n${number}`, { session: `s${number}` }),
        ),
      );
      expect(outcomes.map(({ value }) => Number(value))).toEqual(numbers);
      expect(await remaining()).toBe(20);
      await runtime.close();
      await expect.poll(remaining, patience).toBe(0);
    });
  });
}

/** Other tests have their own. */
async function ownTemporaryFolder(): Promise<{ path: string } & AsyncDisposable> {
  const before = process.env["TMPDIR"];
  const path = await mkdtemp(join(tmpdir(), "sessions-"));
  process.env["TMPDIR"] = path;
  return {
    path,
    async [Symbol.asyncDispose]() {
      if (before === undefined) delete process.env["TMPDIR"];
      else process.env["TMPDIR"] = before;
      await rm(path, { recursive: true });
    },
  };
}

/** What this process holds: descriptors other than its own connections' spares, temporary files, memory. */
function footprint(): { descriptors: number; files: string[]; heapBytes: number } {
  setFlagsFromString("--expose-gc");
  (runInNewContext("gc") as () => void)();
  return {
    descriptors: process.platform === "linux" ? countDescriptors() : 0,
    files: readdirSync(tmpdir()),
    heapBytes: process.memoryUsage().heapUsed,
  };
}

function countDescriptors(): number {
  return readdirSync("/proc/self/fd").filter((descriptor) => {
    try {
      return /^(socket|pipe):/.test(readlinkSync(`/proc/self/fd/${descriptor}`));
    } catch {
      return false;
    }
  }).length;
}
