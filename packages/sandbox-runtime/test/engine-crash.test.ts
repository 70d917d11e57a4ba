// What becomes of sessions when their engine is killed under them and started again, stands still, or loses answers.
import { execFileSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  createSandboxRuntime,
  type SandboxDriver,
  type SandboxRuntime,
} from "@mcp-code-execution/sandbox-runtime";
import type { Engine } from "../src/drivers/container/engines/engine.ts";
import { findEngine } from "../src/drivers/container/engines/find-engine.ts";
import { startEngineProxy } from "./container/engine-proxy.ts";
import { startOwnDockerd, type OwnDockerd } from "./container/own-dockerd.ts";
import { throughEngine } from "./container/through-engine.ts";
import { watchEngine, type WatchedEngine } from "./container/watch-engine.ts";

const missing = whyMissing();
const isRequired = process.env["TEST_ENGINES"] === "required";
if (missing && !isRequired) console.error(`SKIPPED: the crash of an engine: ${missing}`);

describe.skipIf(missing && !isRequired)("an engine that is killed", { timeout: 240_000 }, () => {
  let dockerd: OwnDockerd;
  let watched: WatchedEngine;
  let runtime: SandboxRuntime;
  const remaining = async (): Promise<number> => (await watched.containers()).length;
  beforeAll(async () => {
    if (missing) throw new Error(missing);
    dockerd = await startOwnDockerd();
    watched = watchEngine({
      name: "docker",
      connect: dockerd.connect,
      driver: () => watched.driver(),
    });
    runtime = await createSandboxRuntime({ driver: watched.driver() });
  }, 240_000);
  afterAll(async () => {
    await runtime?.close();
    await dockerd?.close();
  }, 60_000);

  it("is named by the run that it ended, and by the next one while it is gone", async () => {
    await runtime.run("kept = 1");
    const running = runtime.run("print('begun', flush=True)\nwhile True: pass", {
      onOutput: () => void dockerd.crash(),
    });
    await expect(running).rejects.toMatchObject({
      code: "sandbox-crashed",
      message: expect.stringContaining("the docker engine went away"),
      output: [{ stream: "stdout", text: "begun\n" }],
    });
    await expect(runtime.run("1")).rejects.toMatchObject({
      code: "runtime-unavailable",
      message: expect.stringMatching(/docker/i),
    });
  });

  it("costs the sessions, which the next run says, and works again once it is back", async () => {
    await dockerd.start();
    const outcome = await runtime.run("'kept' in globals()");
    expect(outcome.value).toBe("False");
    expect(outcome.notices.join()).toContain("engine");
    await expect.poll(remaining, { timeout: 30_000 }).toBe(1);
  });

  it("costs a session that was idle, which its next run says", async () => {
    await runtime.run("kept = 2");
    await dockerd.crash();
    await dockerd.start();
    const outcome = await runtime.run("'kept' in globals()");
    expect(outcome.value).toBe("False");
    expect(outcome.notices.join()).toContain("engine");
    await expect.poll(remaining, { timeout: 30_000 }).toBe(1);
  });

  it.each([
    ["whose frames go through it", throughEngine, "while True: pass"],
    ["that does not yield", asItIs, "while True:\n  try:\n    while True: pass\n  except: pass"],
  ])(
    "that stands still holds up no run %s past its time, and what it could not end is ended later",
    async (_, ways, code) => {
      const stuck = await createSandboxRuntime({ driver: ways(watched.driver()), graceMs: 500 });
      const before = await remaining();
      const startedAt = performance.now();
      const outcome = await stuck.run(`print('begun', flush=True)\n${code}`, {
        timeoutMs: 2_000,
        onOutput: () => dockerd.signal("SIGSTOP"),
      });
      dockerd.signal("SIGCONT");
      expect(outcome).toMatchObject({ status: "timeout", stateLost: true });
      expect(performance.now() - startedAt).toBeLessThan(30_000);
      await expect.poll(remaining, { timeout: 60_000 }).toBe(before);
      await stuck.close();
    },
  );

  it("that stands still costs no state where frames go through pipes", async () => {
    const free = await createSandboxRuntime({ driver: watched.driver() });
    const before = await remaining();
    const outcome = await free.run("kept = 3\nprint('begun', flush=True)\nwhile True: pass", {
      timeoutMs: 2_000,
      onOutput: () => dockerd.signal("SIGSTOP"),
    });
    const { value } = await free.run("kept");
    dockerd.signal("SIGCONT");
    expect(outcome).toMatchObject({ status: "timeout", stateLost: false });
    expect(value).toBe("3");
    await free.close();
    await expect.poll(remaining, { timeout: 30_000 }).toBe(before);
  });

  it("whose answers are lost leaves no container", async () => {
    const folder = await mkdtemp(join(tmpdir(), "engine-proxy-"));
    const socket = join(folder, "proxy.sock");
    const faults: string[] = [];
    const proxy = await startEngineProxy(socket, dockerd.socket, {
      answer(asked) {
        const verb = asked.replace(/mcp-code-execution-[^/?]*|[0-9a-f]{64}/, "");
        const meant = /^POST .*(?:create|start|kill)|^DELETE /.test(verb);
        if (!meant || faults.includes(verb)) return undefined;
        faults.push(verb);
        return "cut after the engine was asked";
      },
    });
    const environment = { ...process.env, DOCKER_HOST: `unix://${socket}` };
    const connect = (): Promise<Engine> => findEngine("docker", { environment });
    const unsteady = watchEngine({ name: "docker", connect, driver: () => unsteady.driver() });
    const before = await all();
    const lossy = await createSandboxRuntime({ driver: unsteady.driver() });
    // Its creation's answer is lost, then that of its start.
    await lossy.run("1").catch(() => {});
    expect((await lossy.run("1 + 1")).value).toBe("2");
    expect(faults.length).toBeGreaterThan(2);
    await expect.poll(all, { timeout: 30_000 }).toBe(before + 1);
    await lossy.close();
    await expect.poll(all, { timeout: 30_000 }).toBe(before);
    await proxy.close();
    await rm(folder, { recursive: true });
  });

  it("whose connection is cut while a container starts costs that start alone", async () => {
    const folder = await mkdtemp(join(tmpdir(), "engine-proxy-"));
    const socket = join(folder, "proxy.sock");
    let cuts = 0;
    const proxy = await startEngineProxy(socket, dockerd.socket, {
      answer: (asked) => (asked.includes("/start") && cuts === 1 ? "late" : undefined),
      stream() {
        cuts += 1;
        return cuts === 1 ? { fault: "cut", afterMs: 100 } : undefined;
      },
    });
    const environment = { ...process.env, DOCKER_HOST: `unix://${socket}` };
    const connect = (): Promise<Engine> => findEngine("docker", { environment });
    const unsteady = watchEngine({ name: "docker", connect, driver: () => unsteady.driver() });
    const before = await all();
    const cut = await createSandboxRuntime({ driver: unsteady.driver(), startupTimeoutMs: 10_000 });
    await expect(cut.run("1")).rejects.toMatchObject({ code: "start-failed" });
    expect((await cut.run("1 + 1")).value).toBe("2");
    await cut.close();
    await expect.poll(all, { timeout: 30_000 }).toBe(before);
    await proxy.close();
    await rm(folder, { recursive: true });
  });

  async function all(): Promise<number> {
    const engine = await dockerd.connect();
    const found = await engine.client.listContainers({ all: true });
    await engine.close();
    return found.length;
  }
});

function asItIs(driver: SandboxDriver): SandboxDriver {
  return driver;
}

function whyMissing(): string | undefined {
  if (process.getuid?.() !== 0) return "a Docker of its own needs root";
  try {
    execFileSync("dockerd", ["--version"], { stdio: "ignore" });
    return undefined;
  } catch {
    return "there is no dockerd";
  }
}
