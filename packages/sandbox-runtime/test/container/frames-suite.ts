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

    it("of a call for which memory runs out midway are taken back", async () => {
      // What is written of it first takes little, what follows is longer than there is room for.
      const outcome = await runtime.run(`
import os, resource
text = "a" * (1 << 19) + "\\U0001F600" * (1 << 19)
begun, write = [], os.write
def counted(descriptor, data):
    begun.append(len(data))
    return write(descriptor, data)
os.write = counted
used = int(open("/proc/self/statm").read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
limits = resource.getrlimit(resource.RLIMIT_AS)
resource.setrlimit(resource.RLIMIT_AS, (used + (4 << 20), limits[1]))
try: await mcp_echo_server.echo(text=text)
except MemoryError: print("no room")
finally: os.write = write
resource.setrlimit(resource.RLIMIT_AS, limits)
max(begun) > 1 << 17`);
      expect(outcome).toMatchObject({ status: "ok", value: "True" });
      expect(outcome.output[0]?.text).toBe("no room\n");
      expect((await runtime.run("await mcp_echo_server.echo(text='more')")).status).toBe("ok");
    });

    it("of calls that wait are not lost with a long one for which memory runs out", async () => {
      const { value } = await runtime.run(`
import os
write = os.write
def without_room(descriptor, data):
    if len(data) > 1 << 17: raise MemoryError
    return write(descriptor, data)
os.write = without_room
calls = [mcp_echo_server.echo(text=text) for text in ("first", "waits", "a" * (1 << 20), "last")]
answers = await asyncio.wait_for(asyncio.gather(*calls, return_exceptions=True), 10)
os.write = write
[type(answer).__name__ for answer in answers]`);
      expect(value).toMatch(/^\['(\w+)', '\1', 'MemoryError', '\1'\]$/);
    });

    it("of calls that follow an answer ask for no turn of the event loop", async () => {
      const { value } = await runtime.run(`
import gc
out = next(each for each in gc.get_objects() if type(each).__name__ == "FramesOut")
asked, next_turn = 0, out._next_turn
def counted(function):
    global asked
    asked += 1
    next_turn(function)
out._next_turn = counted
for n in range(20): await mcp_echo_server.echo(n=n)
out._next_turn = next_turn
asked`);
      expect(value).toBe("0");
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

    it("of what ends an object of the code's are not waited for by those it comes between", async () => {
      // Collected at each step, the kernel's own too, while another thread prints.
      const { value } = await runtime.run(
        `
import gc, threading
class Circle:
    def __init__(self): self.itself = self
    def __del__(self): print("ended", end=" ")
async def call(n):
    circles = [Circle() for _ in range(4)]
    del circles
    return await mcp_echo_server.echo(n=n, text="x" * 30_000)
is_over = False
def go_on():
    while not is_over: print("other", end=" ")
other = threading.Thread(target=go_on)
other.start()
usual = gc.get_threshold()
gc.set_threshold(1)
answers = [await asyncio.gather(*map(call, range(100))) for _ in range(3)]
gc.set_threshold(*usual)
is_over = True
other.join()
sum(map(len, answers))`,
        { timeoutMs: 20_000 },
      );
      expect(value).toBe("300");
    });

    it("are whole where a signal's handler raises in the midst of them", async () => {
      const { value } = await runtime.run(
        `
import signal
is_armed, raised, places = False, 0, set()
def ring(_, frame):
    places.add("nowhere" if frame is None else frame.f_code.co_filename)
    if is_armed: raise TimeoutError
before = signal.signal(signal.SIGALRM, ring)
signal.setitimer(signal.ITIMER_REAL, 0.001, 0.001)
for n in range(4000):
    try:
        is_armed = True
        print("x" * 200)
        is_armed = False
    except TimeoutError:
        is_armed = False
        raised += 1
signal.setitimer(signal.ITIMER_REAL, 0)
answer = await mcp_echo_server.echo(n=1)
raised > 10, any("kernel" in place for place in places), signal.getsignal(signal.SIGALRM) is ring, signal.signal(signal.SIGALRM, before) is ring`,
        { timeoutMs: 20_000 },
      );
      expect(value).toBe("(True, False, True, True)");
    });

    it.each([
      ["waits", "await asyncio.sleep(20)"],
      ["waits for several", "await asyncio.gather(asyncio.sleep(20), asyncio.sleep(20))"],
      ["is busy", "while True: pass"],
    ])("tell what a signal's handler raises where code %s", async (_, wait) => {
      const { value, stateLost } = await runtime.run(
        `
import signal
def ring(*_): raise TimeoutError("took too long")
signal.signal(signal.SIGALRM, ring)
signal.setitimer(signal.ITIMER_REAL, 0.2)
try:
    ${wait}
except TimeoutError as error:
    caught = str(error)
await asyncio.sleep(0.01)
caught, asyncio.current_task().cancelling()`,
        { timeoutMs: 10_000 },
      );
      expect({ value, stateLost }).toEqual({ value: "('took too long', 0)", stateLost: false });
    });

    it("tell in the next run what a signal's handler raised after one", async () => {
      await runtime.run(`
import signal
def ring(*_): raise TimeoutError("nobody waits")
signal.signal(signal.SIGALRM, ring)
signal.setitimer(signal.ITIMER_REAL, 0.05)`);
      await new Promise((resolve) => setTimeout(resolve, 300));
      const { output, value } = await runtime.run("1");
      expect(output.map(({ text }) => text).join("")).toContain("TimeoutError: nobody waits");
      expect(value).toBe("1");
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
