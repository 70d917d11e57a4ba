import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createSandboxRuntime, type SandboxRuntime } from "../src/index.ts";
import { createRecordingHost } from "./recording-host.ts";

describe("the embedded runtime's event loop", () => {
  let runtime: SandboxRuntime;
  beforeAll(async () => {
    runtime = await createSandboxRuntime({ runtime: "embedded", host: createRecordingHost() });
  });
  afterAll(() => runtime.close());

  it("takes no turn of JavaScript for each thing that can be done at once", async () => {
    // Pyodide's own loop sends itself a message for each.
    const { value } = await runtime.run(`
import js
from pyodide.ffi import create_proxy
sent = 0
ports = js.MessagePort.prototype
send = ports.postMessage
def counted(port, *message):
    global sent
    sent += 1
    return send.call(port, *message)
ports.postMessage = create_proxy(counted, capture_this=True)
async def steps():
    for _ in range(20): await asyncio.sleep(0)
await asyncio.gather(*(steps() for _ in range(20)))
ports.postMessage = send
sent`);
    expect(Number(value)).toBeLessThan(20);
  });

  it("is asked for one thing by the answer to a call: to go on with whoever waits for it", async () => {
    // A future of Pyodide's own has it count what is in progress besides, in a second turn.
    const { value } = await runtime.run(`
loop = asyncio.get_running_loop()
asked = []
call_soon = loop.call_soon
def counted(callback, *values, **more):
    asked.append(callback)
    return call_soon(callback, *values, **more)
loop.call_soon = counted
for _ in range(20): await mcp_servers["echo-server"].call_tool("echo", {"text": "hi"})
loop.call_soon = call_soon
len(asked)`);
    expect(Number(value)).toBe(20);
  });

  it("has the calls that are made at once written together", async () => {
    const { value } = await runtime.run(`
import gc
out = next(each for each in gc.get_objects() if type(each).__name__ == "LinesOut")
writes, write = 0, out._write_lines
def counted(lines):
    global writes
    writes += 1
    write(lines)
out._write_lines = counted
await asyncio.gather(*(mcp_echo_server.echo(text=str(n)) for n in range(400)))
out._write_lines = write
writes`);
    expect(Number(value)).toBeLessThan(40);
  });

  it("sends the calls that are written together with one for which there is no memory", async () => {
    const { value, error } = await runtime.run(`
import gc
out = next(each for each in gc.get_objects() if type(each).__name__ == "LinesOut")
write = out._write_lines
def fails(lines):
    if len(lines) > 100_000: raise MemoryError
    write(lines)
out._write_lines = fails
texts = ["0", "1", "x" * 200_000, "3", "4"]
calls = [asyncio.ensure_future(mcp_echo_server.echo(text=text)) for text in texts]
await asyncio.wait(calls, timeout=20)
out._write_lines = write
[type(call.exception()).__name__ if call.done() and call.exception() else call.done() for call in calls]`);
    expect(error).toBeUndefined();
    expect(value).toBe("[True, True, 'MemoryError', True, True]");
  });

  it("is asked for nothing more by a call that follows an answer", async () => {
    // Each turn of Pyodide's own loop has a stack of its own.
    const { value } = await runtime.run(`
import gc
out = next(each for each in gc.get_objects() if type(each).__name__ == "LinesOut")
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

  it("reads long answers, which come as bytes, and those between them as they were given", async () => {
    const { value } = await runtime.run(`
texts = ["é😀" * 100_000, "short", "\\n" * 300_000, "x" * 3_000_000, "last"]
answers = await asyncio.gather(*(mcp_echo_server.echo(text=text) for text in texts))
[answer["text"] for answer in answers] == texts`);
    expect(value).toBe("True");
  });

  it("lets answers in while code looks for them again and again", async () => {
    const { value } = await runtime.run(`
task = asyncio.ensure_future(mcp_servers["echo-server"].call_tool("echo", {"text": "hi"}))
while not task.done(): await asyncio.sleep(0)
task.result()`);
    expect(value).toContain("hi");
  });

  it("lets the host's lines in while there is much to be done at once", async () => {
    const { value } = await runtime.run(`
import time
asking = asyncio.ensure_future(mcp_servers["echo-server"].call_tool("echo", {"text": "hi"}))
answered = []
async def work():
    end = time.perf_counter() + 0.002
    while time.perf_counter() < end: pass
    answered.append(asking._fut_waiter.done())
await asyncio.gather(asking, *(work() for _ in range(500)))
any(answered)`);
    expect(value).toBe("True");
  });

  it("runs what is due in a turn whose time was up before it began, as where the processor is taken away", async () => {
    // Nobody can have it taken away at this very place: instead each look at the clock is a second after the one before.
    const { value } = await runtime.run(`
import itertools, sys
queue = sys.modules["kernel.ready_queue"]
monotonic, seconds = queue.monotonic, itertools.count()
queue.monotonic = lambda: next(seconds)
1`);
    expect(value).toBe("1");
    const next = await runtime.run(
      `
for _ in range(20): await asyncio.sleep(0)
queue.monotonic = monotonic
2`,
      { timeoutMs: 20_000 },
    );
    expect(next).toMatchObject({ status: "ok", value: "2" });
  });

  it("goes on with everything else while one of many waits in the middle of a function", async () => {
    const { value } = await runtime.run(`
from pyodide.ffi import run_sync, to_js
import js
order = []
gate = js.Promise.withResolvers()
async def waits():
    run_sync(gate.promise)
    order.append("waited")
async def opens():
    order.append("opened")
    gate.resolve(1)
await asyncio.gather(waits(), opens(), waits())
order`);
    expect(value).toBe("['opened', 'waited', 'waited']");
  });

  it.runIf(process.platform === "linux")(
    "has most turns go on in the stack of an earlier one, since a new one is mapped page by page",
    async () => {
      const calls = 400;
      const run = (): Promise<unknown> =>
        runtime.run(`for n in range(${calls}): await mcp_echo_server.echo(n=n)`);
      await run();
      const faults: number[] = [];
      for (let round = 0; round < 5; round += 1) {
        const before = pageFaults();
        await run();
        faults.push((pageFaults() - before) / calls);
      }
      // A stack of its own for each turn takes two or three.
      expect(Math.min(...faults)).toBeLessThan(1.3);
    },
  );

  it.runIf(process.platform === "linux")(
    "keeps no stack for a session's next runs that code has filled",
    async () => {
      await runtime.run(`
nested = ()
for _ in range(100_000): nested = (nested,)
try: hash(nested)
except RecursionError: pass`);
      const filled = residentBytes();
      await runtime.run("1");
      expect(filled - residentBytes()).toBeGreaterThan(8 * 1024 * 1024);
    },
  );

  it("goes on where code has replaced what JavaScript offers to change an object", async () => {
    const { value } = await runtime.run(`
import js
assign, js.Object.assign = js.Object.assign, None
try:
    for n in range(9): await mcp_echo_server.echo(n=n)
finally:
    js.Object.assign = assign
n`);
    expect(value).toBe("8");
  });

  it("has a value in two calls at once, where its conversion makes the second", async () => {
    const { value } = await runtime.run(`
from pyodide.ffi import run_sync
class Late:
    inner = None
    def to_dict(self):
        if Late.inner is None:
            Late.inner = "asked"
            Late.inner = run_sync(mcp_echo_server.echo(values=values))
        return 1
values = [Late()]
[await mcp_echo_server.echo(values=values), Late.inner]`);
    expect(value).toBe("[{'values': [1]}, {'values': [1]}]");
  });

  it("keeps nothing of a long text that was passed for a tool's name", async () => {
    const { value } = await runtime.run(`
from mcp import MCPError
from kernel.encoding import _before_arguments_of as kept
before = kept.cache_info().currsize
for name in ("n" * 1000, "a name"):
    try: await mcp_servers["echo-server"].call_tool(name, {})
    except MCPError: pass
kept.cache_info().currsize - before`);
    expect(value).toBe("1");
  });

  it("survives tasks that stop on their own", async () => {
    const { value } = await runtime.run(`
async def leaves(): raise SystemExit(3)
task = asyncio.create_task(leaves())
await asyncio.sleep(0.01)
await asyncio.sleep(0, "there")`);
    expect(value).toBe("'there'");
  });

  it("takes a JavaScript timer of any delay", async () => {
    const { value } = await runtime.run(`
import js
from pyodide.ffi import create_once_callable
came = []
for delay in (-5, 2**40, float("nan")):
    js.setTimeout(create_once_callable(lambda: came.append(1)), delay)
await asyncio.sleep(0.2)
len(came)`);
    expect(value).toBe("3");
  });
});

/** What the processes that this one started have faulted in so far. */
function pageFaults(): number {
  return sumOfChildren(7);
}

/** The memory that the processes that this one started have at this moment. */
function residentBytes(): number {
  return sumOfChildren(21) * 4096;
}

/** Of a field of `/proc/PID/stat`, counted from the state. */
function sumOfChildren(field: number): number {
  const children = readFileSync(`/proc/self/task/${process.pid}/children`, "utf8");
  return children
    .split(" ")
    .filter(Boolean)
    .map((pid) =>
      Number(readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ")[field]),
    )
    .reduce((sum, each) => sum + each, 0);
}
