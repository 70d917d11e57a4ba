import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createSandboxRuntime, type SandboxRuntime } from "@mcp-code-execution/sandbox-runtime";
import type { TestEngine } from "../engines.ts";
import { createRecordingHost } from "../recording-host.ts";

export function testFrames(engine: TestEngine): void {
  describe("frames", () => {
    let runtime: SandboxRuntime;
    beforeAll(async () => {
      runtime = await createSandboxRuntime({
        driver: engine.driver(),
        host: createRecordingHost(),
      });
    });
    afterAll(() => runtime.close());

    it("of calls that are made at once go out together", async () => {
      const { value } = await runtime.run(`
import os
writes, write = 0, os.write
def counted(*args):
    global writes
    writes += 1
    return write(*args)
os.write = counted
await asyncio.gather(*(mcp_echo_server.echo(n=n) for n in range(400)))
os.write = write
writes`);
      expect(Number(value)).toBeLessThan(40);
    });

    it("of code that the event loop runs need not wake it", async () => {
      // A frame that the loop does not come to in time is read by another thread, which has to wake it: this loop is busy.
      const { value } = await runtime.run(`
import threading, time
loop, own = asyncio.get_running_loop(), threading.get_ident()
wakes, wake = [], loop._write_to_self
def counted():
    wakes.append(threading.get_ident() == own)
    wake()
loop._write_to_self = counted
for n in range(10):
    print(n, end=" ")
    call = asyncio.create_task(mcp_echo_server.echo(n=n))
    await asyncio.sleep(0)
    time.sleep(0.2)
    await call
loop._write_to_self = wake
wakes.count(True)`);
      expect(value).toBe("0");
    });

    it("of a signal's handler go out while the code waits", async () => {
      const controller = new AbortController();
      const { output, status } = await runtime.run(
        `
import signal
signal.signal(signal.SIGALRM, lambda *_: print("rung", end=""))
signal.setitimer(signal.ITIMER_REAL, 0.2)
await asyncio.sleep(20)`,
        { signal: controller.signal, onOutput: () => controller.abort() },
      );
      expect({ output, status }).toMatchObject({
        output: [{ stream: "stdout", text: "rung" }],
        status: "cancelled",
      });
    });

    it("are read while code keeps the event loop busy, more of them than the pipe holds", async () => {
      const { value } = await runtime.run(`
import time
large = [asyncio.create_task(mcp_echo_server.big(characters=300_000)) for _ in range(4)]
await asyncio.sleep(0.01)
time.sleep(0.5)
sum(len(text) for text in await asyncio.gather(*large))`);
      expect(value).toBe("1200000");
    });
  });
}
