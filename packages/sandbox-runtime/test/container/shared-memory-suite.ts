// The two processes of a sandbox share the memory that was in use before the second one was created.
import { describe, expect, it } from "vitest";
import { createSandboxRuntime } from "@mcp-code-execution/sandbox-runtime";
import type { TestEngine } from "../engines.ts";

const collect = `
import gc
def shared():
    with open("/proc/self/smaps_rollup") as file:
        return sum(int(line.split()[1]) for line in file if line.startswith("Shared_Dirty"))
before = shared()
gc.collect()
before > 4_000, before - shared() < 1_000`;

export function testSharedMemory(engine: TestEngine): void {
  describe("memory", () => {
    it("that both processes share is not copied by a collection of the code's", async () => {
      await using runtime = await createSandboxRuntime({ driver: engine.driver() });
      // gVisor does not tell.
      if ((await runtime.run("open('/proc/self/smaps_rollup').close()")).error) return;
      expect((await runtime.run(collect)).value).toBe("(True, True)");
    });
  });
}
