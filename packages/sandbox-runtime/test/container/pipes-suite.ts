// Frames in pipes between the host and the kernel, where the host may open them, and otherwise through the engine.
import { statSync } from "node:fs";
import { afterAll, describe, expect, it } from "vitest";
import {
  createSandboxRuntime,
  type SandboxDriver,
  type SandboxError,
  type SandboxProcess,
  type SandboxRuntime,
  type SandboxRuntimeOptions,
} from "@mcp-code-execution/sandbox-runtime";
import type { TestEngine } from "../engines.ts";
import { createRecordingHost } from "../recording-host.ts";

const workOfARun = `
import sys
answer = await mcp_echo_server.echo(text="é" * 100_000)
print("x" * 30_000)
len(answer)`;

export function testPipes(engine: TestEngine): void {
  const driver = engine.driver();
  afterAll(() => driver.close?.());

  describe("frames", () => {
    it("go through pipes, and none through the engine", async () => {
      const watched = watch(driver);
      await using runtime = await runtimeWith(watched.driver);
      expect((await runtime.run(workOfARun)).value).toMatch(/^\d+$/);
      expect(watched.opened).toEqual([true]);
      expect(watched.throughEngine).toMatch(
        /^{"type": "kernel-compiled".*}\n{"type":"pipes-offer".*}\n$/,
      );
    });

    it("go through the engine if the pipes cannot be opened", async () => {
      const watched = watch(driver, async () => undefined);
      await using runtime = await runtimeWith(watched.driver);
      expect((await runtime.run(workOfARun)).value).toMatch(/^\d+$/);
      expect(watched.opened).toEqual([false]);
      expect(watched.throughEngine).toContain('"type":"ready"');
      expect((await runtime.run("1")).value).toBe("1");
    });

    it("that a sandbox wrote last are not lost with its end", async () => {
      await using runtime = await runtimeWith(driver);
      const { code, output } = await runtime
        .run('import os; print("x" * 29_000, flush=True); os._exit(3)')
        .then(() => expect.fail("it goes on"))
        .catch((error: unknown) => error as SandboxError);
      expect(code).toBe("sandbox-crashed");
      expect(
        output
          .map(({ text }) => text)
          .join("")
          .trimEnd().length,
      ).toBe(29_000);
    });

    it("wake a sandbox that stands still, with everything in it", async () => {
      await using runtime = await runtimeWith(driver, { stillAfterMs: 100 });
      await runtime.run(`
import threading, time
ticks = []
def tick():
    while True:
        ticks.append(time.monotonic())
        time.sleep(0.01)
threading.Thread(target=tick, daemon=True).start()`);
      await new Promise((resolve) => setTimeout(resolve, 1_500));
      const { value } = await runtime.run(
        "await asyncio.sleep(0.3); max(after - before for before, after in zip(ticks, ticks[1:])) > 1, time.monotonic() - ticks[-1] < 0.2",
      );
      expect(value).toBe("(True, True)");
    });

    it("can be opened by the user of a rootless engine, who is neither root nor the sandbox's user", async () => {
      const { rootless, address } = await engine.connect().then(async (found) => {
        await found.close();
        return found;
      });
      if (!rootless) return;
      const { uid } = statSync(new URL(address.replace(/^unix:/, "file:")));
      const watched = watch(driver, async (open) => {
        const own = process.geteuid?.();
        process.seteuid?.(uid);
        try {
          return await open();
        } finally {
          process.seteuid?.(own ?? 0);
        }
      });
      await using runtime = await runtimeWith(watched.driver);
      expect((await runtime.run("1")).value).toBe("1");
      expect(watched.opened).toEqual([true]);
    });
  });
}

function runtimeWith(
  driver: SandboxDriver,
  options: SandboxRuntimeOptions = {},
): Promise<SandboxRuntime> {
  // A runtime closes the driver that it was given.
  return createSandboxRuntime({
    ...options,
    driver: { name: driver.name, start: (asked) => driver.start(asked) },
    host: createRecordingHost(),
  });
}

type Open = NonNullable<SandboxProcess["openPipes"]>;
type Pipes = Awaited<ReturnType<Open>>;

/** The driver, and what of its first sandbox goes where. */
function watch(
  driver: SandboxDriver,
  open: (really: () => Promise<Pipes>) => Promise<Pipes> = (really) => really(),
): { driver: SandboxDriver; opened: boolean[]; throughEngine: string } {
  const watched = {
    opened: [] as boolean[],
    throughEngine: "",
    driver: {
      name: driver.name,
      async start(options) {
        const sandbox = await driver.start(options);
        sandbox.stdout.on("data", (chunk: Buffer) => (watched.throughEngine += chunk.toString()));
        return {
          ...sandbox,
          async openPipes(offer) {
            const pipes = await open(async () => sandbox.openPipes?.(offer));
            watched.opened.push(pipes !== undefined);
            return pipes;
          },
        };
      },
    } satisfies SandboxDriver as SandboxDriver,
  };
  return watched;
}
