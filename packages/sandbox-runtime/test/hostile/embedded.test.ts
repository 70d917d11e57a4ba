import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { createSandboxRuntime } from "@mcp-code-execution/sandbox-runtime";
import { describe, expect, it } from "vitest";
import { createEmbeddedDriver } from "../../src/drivers/embedded/embedded-driver.ts";
import { createRecordingHost } from "../recording-host.ts";
import { testBattery } from "./battery.ts";
import { hostile } from "./hostile-case.ts";
import { testKernelFuzz } from "./kernel-fuzz.ts";

testBattery("embedded", { runtime: "embedded" });
testKernelFuzz("embedded", createEmbeddedDriver);

describe.runIf(process.platform === "linux")("embedded sandbox between runs", () => {
  const idle = {
    id: "4.idle",
    name: "code that a run left behind, to go on for ever",
    protection: "the sandbox stands still from a run's end to the start of the next",
    checked: "mutation",
  };

  it(`[${idle.id}] ${idle.name}`, hostile("embedded", idle), async () => {
    const before = new Set(children());
    const runtime = await createSandboxRuntime({ runtime: "embedded" });
    await runtime.run(`
async def spin():
    while True: await asyncio.sleep(0)
task = asyncio.create_task(spin())`);
    const mine = children().filter((id) => !before.has(id));
    expect(mine.length).toBe(1);
    await expect.poll(() => usedBy(mine), { timeout: 30_000 }).toBeLessThanOrEqual(1);
    expect((await runtime.run("task.done()")).value).toBe("False");
    await runtime.close();
  });

  const compiled = {
    id: "4.idle",
    name: "functions that V8 would compile for minutes after the run, in threads of its own",
    protection: "code can have no WebAssembly of its own compiled",
    checked: "mutation",
  };

  it(`[${compiled.id}] ${compiled.name}`, hostile("embedded", compiled), async () => {
    const before = new Set(children());
    const runtime = await createSandboxRuntime({ runtime: "embedded" });
    await runtime.run(hotFunctions);
    const mine = children().filter((id) => !before.has(id));
    expect(mine.length).toBe(1);
    await expect.poll(() => usedBy(mine), { timeout: 30_000 }).toBeLessThanOrEqual(1);
    await runtime.close();
  });

  const woken = {
    id: "4.woken",
    name: "code that waits to be woken by what the host says between runs",
    protection: "nothing wakes the sandbox but the start of a run",
    checked: "mutation",
  };

  it(`[${woken.id}] ${woken.name}`, hostile("embedded", woken), async () => {
    const before = new Set(children());
    const runtime = await createSandboxRuntime({ runtime: "embedded", stillAfterMs: 2_000 });
    await runtime.run(`
import js, time
from pyodide.ffi import create_proxy
def burn(*_):
    end = time.monotonic() + 5
    while time.monotonic() < end: pass
js.setTimeout(create_proxy(burn), 0)`);
    const mine = children().filter((id) => !before.has(id));
    await sleep(1_500);
    const begun = ticks(mine);
    await sleep(4_000);
    expect(ticks(mine) - begun).toBeLessThan(20);
    await runtime.close();
  });
});

describe("embedded sandbox with little memory", () => {
  const heap = {
    id: "4.javascript-heap",
    name: "JavaScript's own memory, filled without an end",
    protection:
      "the watch over the whole process comes before V8, which stops a thread and tells nobody",
    checked: "mutation",
  };
  const fill = `
import js
from pyodide.ffi import create_proxy
def fill(*_):
    kept = js.Array.new()
    while True: kept.push(js.Array.new(131072).fill(1.5))`;
  const ways = {
    "by the run itself": "fill()",
    "after a wait": "await asyncio.sleep(0.01)\nfill()",
    "by what the host answers": "await mcp_echo_server.big(characters=120 << 20)",
    "in a timer": "js.setTimeout(create_proxy(fill), 10)\nawait asyncio.sleep(60)",
  };

  it.each(Object.entries(ways))(
    `[${heap.id}] ${heap.name}, %s`,
    hostile("embedded", heap),
    async (_, code) => {
      await using runtime = await createSandboxRuntime({
        runtime: "embedded",
        memoryLimitBytes: 32 * 1024 * 1024,
        host: createRecordingHost(),
      });
      await runtime.run("1 + 1");
      const begun = performance.now();
      const full = runtime.run(`${fill}\n${code}`, { timeoutMs: 30_000 });
      await expect(full).rejects.toMatchObject({ code: "out-of-memory" });
      expect(performance.now() - begun).toBeLessThan(30_000);
    },
  );
});

describe("embedded sandbox, whose code would go on after its run", () => {
  const messages = {
    id: "4.forged-messages",
    name: "code that sends its own thread messages, as if they were the host's",
    protection: "the other thread counts the runs that were started",
    checked: "mutation",
  };
  const terminal = {
    id: "5.terminal",
    name: "a run's end that is written to a terminal, past the kernel",
    protection: "what is written to a terminal is output of the run",
    checked: "mutation",
  };

  it(`[${messages.id}] ${messages.name}`, hostile("embedded", messages), async () => {
    const count = await countAfter(`
message = js.Event.new("message")
message.data = '{"type":"call-result","id":99999,"ok":true}'
for _ in range(3): js.dispatchEvent(message)`);
    expect(count).toBeLessThan(10);
  });

  it(`[${terminal.id}] ${terminal.name}`, hostile("embedded", terminal), async () => {
    const count = await countAfter(`
kernel = next(o for o in gc.get_objects() if type(o).__name__ == "Kernel" and type(o).__module__.startswith("kernel"))
with open("/dev/tty", "w") as tty: tty.write(json.dumps({"type": "run-end", "id": kernel.run_id, "status": "ok", "value": "0"}) + chr(10))`);
    expect(count).toBeLessThan(10);
  });
});

/** How often a timer came by in the second after a run that begins with it and ends with `code`. */
async function countAfter(code: string): Promise<number> {
  await using runtime = await createSandboxRuntime({ runtime: "embedded" });
  const first = await runtime.run(`
import gc, js
from pyodide.ffi import create_proxy
count = 0
def again(*_):
  global count
  count += 1
js.setInterval(create_proxy(again), 1)
${code}
count`);
  expect(first).toMatchObject({ status: "ok", value: "0" });
  await sleep(1_000);
  return Number((await runtime.run("count")).value);
}

/**
 * Calls functions until V8 compiles them once more. Each has thousands of loops, and leaves before the first of them
 * when it is given 0.
 */
const hotFunctions = `
import js, random
from pyodide.ffi import to_js
def number(n): return bytes([n & 127 | 128]) + number(n >> 7) if n > 127 else bytes([n])
def sized(some): return number(len(some)) + some
def listed(items): return number(len(items)) + b"".join(items)
def section(kind, items): return bytes([kind]) + sized(listed(items))
count, variables = 100, 100
leave = bytes.fromhex("20004504404180ade2002101034020014101" "6b22010d000b41000f0b")
def loop():
    a, b, c = (number(random.randrange(1, variables)) for _ in range(3))
    return bytes.fromhex("034020") + a + b"\\x20" + b + bytes.fromhex("6a22") + c + bytes.fromhex("0d000b")
body = sized(listed([number(variables) + b"\\x7f"]) + leave + b"".join(loop() for _ in range(5000)) + bytes.fromhex("20010b"))
names = [sized(str(n).encode()) + bytes(1) + number(n) for n in range(count)]
module = bytes.fromhex("0061736d01000000") + section(1, [bytes.fromhex("60017f017f")]) + section(3, [bytes(1)] * count) + section(7, names) + section(10, [body] * count)
exports = js.WebAssembly.Instance.new(js.WebAssembly.Module.new(to_js(module))).exports
for n in range(count):
    for _ in range(12): getattr(exports, str(n))(0)`;

/** Clock ticks of 10 ms that all threads of these processes use in two seconds. */
async function usedBy(processes: readonly number[]): Promise<number> {
  const begun = ticks(processes);
  await sleep(2_000);
  return ticks(processes) - begun;
}

function children(): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((id) => Number(fields(id)[1]) === process.pid);
}

function ticks(processes: readonly number[]): number {
  return processes.reduce((sum, id) => sum + Number(fields(id)[11]) + Number(fields(id)[12]), 0);
}

/** Of /proc/<id>/stat, from the state on. */
function fields(id: number): string[] {
  try {
    const stat = readFileSync(`/proc/${id}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  } catch {
    return [];
  }
}
