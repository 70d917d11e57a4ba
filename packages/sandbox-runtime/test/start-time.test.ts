// A start has one time, whoever takes it: the driver, the sandbox itself, or the runtimes that `auto` tries before.
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createSandboxRuntime, type SandboxDriver } from "@mcp-code-execution/sandbox-runtime";
import { createEmbeddedDriver } from "../src/drivers/embedded/embedded-driver.ts";
import type { SelectedDriver } from "../src/drivers/select-driver.ts";
import { ChosenDriver } from "../src/sessions/chosen-driver.ts";
import { createHeldBytes } from "../src/connection/held-bytes.ts";
import { CompiledKernel } from "../src/connection/compiled-kernel.ts";
import { openSandbox } from "../src/connection/open-sandbox.ts";
import { readKernel } from "../src/kernel-bundle.ts";

const ended = { code: "start-failed" };

it("a sandbox has no time of its own beside its driver's", async () => {
  const { driver, alive } = slowDriver(2_900);
  await using runtime = await createSandboxRuntime({ driver, startupTimeoutMs: 3_000 });
  await expect(runtime.run("1")).rejects.toMatchObject({
    ...ended,
    message: expect.stringMatching(
      /^The slow sandbox was not ready after 3 s\. Of these, (2\.\d|3) s went into dawdling; waiting for its Python had not ended\. Raise MCP_BRIDGE_STARTUP_TIMEOUT/,
    ),
  });
  await expect.poll(() => alive.size).toBe(0);
});

it("a driver that heeds no signal is not waited for, and what comes up after all is ended", async () => {
  const { driver, alive, most } = slowDriver(1_500);
  await using runtime = await createSandboxRuntime({ driver, startupTimeoutMs: 1_000 });
  const begun = performance.now();
  await expect(runtime.run("1")).rejects.toMatchObject({
    ...ended,
    message: expect.stringMatching(
      /not ready after 1 s\. Of these, (0\.\d|1) s went into dawdling, which had not/,
    ),
  });
  expect(performance.now() - begun).toBeLessThan(1_450);
  await expect.poll(most, { timeout: 10_000 }).toBe(1);
  await expect.poll(() => alive.size).toBe(0);
});

it("all that auto tries has the time of one start", async () => {
  const third = chosen("third");
  const second = chosen("second", async () => third);
  const drivers = choose(
    chosen("first", async () => second),
    2_000,
  );
  const begun = performance.now();
  await expect(drivers.open(new AbortController().signal)).rejects.toMatchObject({
    ...ended,
    message: expect.stringMatching(/^The third sandbox was not ready after 0\.\d s\. Of these,/),
  });
  expect(performance.now() - begun).toBeLessThan(3_000);
});

it("the look for the next runtime is part of it, and goes on for the next run", async () => {
  const second: SelectedDriver = { driver: createEmbeddedDriver() };
  const drivers = choose(
    chosen("first", () => delay(3_000, second)),
    2_000,
  );
  const { signal } = new AbortController();
  await expect(drivers.open(signal)).rejects.toMatchObject({
    ...ended,
    message: expect.stringMatching(
      /^The sandbox was not ready after 2 s\. Of these, .* looking for the runtime after first/,
    ),
  });
  await expect.poll(() => drivers.name, { timeout: 10_000 }).toBe("embedded");
});

describe.runIf(process.platform !== "win32")("an engine that says nothing at all", () => {
  let folder: string;
  let mute: Server;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "mute-"));
    const socket = join(folder, "engine.sock");
    mute = createServer((connection) => void connection.on("error", () => {})).listen(socket);
    await once(mute, "listening");
    for (const name of ["CONTAINER_HOST", "DOCKER_HOST"]) vi.stubEnv(name, `unix://${socket}`);
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    mute.close();
    await rm(folder, { recursive: true });
  });

  it("is passed over within it", async () => {
    const begun = performance.now();
    await using runtime = await createSandboxRuntime({ runtime: "auto", startupTimeoutMs: 4_000 });
    // The limit, and as much again as a busy machine takes to notice.
    expect(performance.now() - begun).toBeLessThan(8_000);
    expect(runtime.name).toBe("embedded");
    expect(runtime.reason).toMatch(
      /^the podman engine did not say within [\d.]+ s what it is and has; the docker engine did not say within [\d.]+ s/,
    );
  });

  it.each(["docker", "podman"] as const)(
    "is an error within it where it is %s",
    async (runtime) => {
      const begun = performance.now();
      await expect(
        createSandboxRuntime({ runtime, startupTimeoutMs: 2_000 }),
      ).rejects.toMatchObject({
        code: "runtime-unavailable",
        message: expect.stringMatching(
          /engine was not ready after 2 s\. Of these, (1\.\d|2) s went into looking for it, .* See whether `\w+ info` answers/,
        ),
      });
      expect(performance.now() - begun).toBeLessThan(4_000);
    },
  );
});

/** One that starts nothing, and heeds no signal. */
function chosen(name: string, next?: SelectedDriver["next"]): SelectedDriver {
  return { driver: { name, start: () => new Promise<never>(() => {}) }, next };
}

function choose(selected: SelectedDriver, startupTimeoutMs: number): ChosenDriver {
  return new ChosenDriver(
    selected,
    (driver, milliseconds, signal) =>
      openSandbox(driver, {
        limits: { memoryBytes: 512 * 1024 * 1024, pids: 128 },
        outputLimit: 40_000,
        held: createHeldBytes(),
        kernel: readKernel(),
        compiled: new CompiledKernel(),
        startupTimeoutMs: milliseconds,
        signal,
      }),
    startupTimeoutMs,
  );
}

/** The real driver after a while, and which of its processes are alive. */
function slowDriver(milliseconds: number): {
  driver: SandboxDriver;
  alive: Set<object>;
  /** How many it started. */
  most(): number;
} {
  const real = createEmbeddedDriver();
  const alive = new Set<object>();
  let most = 0;
  return {
    alive,
    most: () => most,
    driver: {
      name: "slow",
      async start(options) {
        options.onStep?.("dawdling");
        await delay(milliseconds);
        const sandbox = await real.start(options);
        most += 1;
        alive.add(sandbox);
        void sandbox.exited.then(() => alive.delete(sandbox));
        return sandbox;
      },
    },
  };
}
