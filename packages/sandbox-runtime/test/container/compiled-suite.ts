// What the first sandbox of an image has compiled of the kernel, the next ones load.
import { createInterface } from "node:readline";
import { afterAll, describe, expect, it } from "vitest";
import { createSandboxRuntime, type SandboxDriver } from "@mcp-code-execution/sandbox-runtime";
import { readKernel } from "../../src/kernel-bundle.ts";
import type { TestEngine } from "../engines.ts";

const limits = { memoryBytes: 512 * 1024 * 1024, pids: 128 };

export function testCompiled(engine: TestEngine): void {
  describe("the compiled kernel", () => {
    const driver = engine.driver();
    afterAll(() => driver.close?.());

    it("comes first from a sandbox that is asked for it, and starts another without the sources", async () => {
      const files = readKernel();
      const [compiled, ready] = await firstFrames(driver, { files, compile: true }, 2);
      expect(compiled).toEqual({ type: "kernel-compiled", code: expect.any(String) });
      expect(ready).toMatchObject({ type: "ready" });

      const broken = Object.fromEntries(Object.keys(files).map((path) => [path, "no Python ("]));
      const { code } = compiled as { code: string };
      const [first] = await firstFrames(driver, { files: broken, compiled: code }, 1);
      expect(first).toEqual(ready);
    });

    it("is asked of one sandbox, and serves the next ones of the runtime", async () => {
      const starts: string[] = [];
      const watching: SandboxDriver = {
        name: driver.name,
        async start(options) {
          const sandbox = await driver.start(options);
          const number = starts.push("") - 1;
          const { write } = sandbox.stdin;
          sandbox.stdin.write = function (this: typeof sandbox.stdin, ...given: unknown[]) {
            starts[number] += String(given[0]);
            return Reflect.apply(write, this, given) as boolean;
          } as typeof write;
          return sandbox;
        },
      };
      await using runtime = await createSandboxRuntime({ driver: watching });
      const failing = "from mcp import runtime\nruntime.nothing";
      const messages: (string | undefined)[] = [];
      for (const session of ["first", "second", "third"]) {
        const { error, value } = await runtime.run(failing, { session });
        expect(value).toBeUndefined();
        messages.push(error?.traceback);
      }
      expect(new Set(messages).size).toBe(1);
      expect(messages[0]).toContain("runtime has:");
      expect(starts.map((text) => text.includes('"compile":true'))).toEqual([true, false, false]);
      expect(starts.map((text) => text.includes('"compiled":"'))).toEqual([false, true, true]);
    });

    it("keeps the sources that code may ask for", async () => {
      await using runtime = await createSandboxRuntime({ driver });
      await runtime.run("1", { session: "first" });
      const { value } = await runtime.run(
        "import inspect\ninspect.getsource(runtime.list_tools)[:23]",
      );
      expect(value).toBe("'def list_tools(server: '");
    });
  });
}

/** What a sandbox says until it has said that many frames. */
async function firstFrames(
  driver: SandboxDriver,
  start: Record<string, unknown>,
  count: number,
): Promise<unknown[]> {
  const sandbox = await driver.start({ limits });
  try {
    sandbox.stdin.write(
      `${JSON.stringify({ type: "kernel-start", outputLimit: 1_000, ...start })}\n`,
    );
    const frames: unknown[] = [];
    for await (const line of createInterface({ input: sandbox.stdout })) {
      frames.push(JSON.parse(line));
      if (frames.length === count) break;
    }
    return frames;
  } finally {
    await sandbox.kill();
  }
}
