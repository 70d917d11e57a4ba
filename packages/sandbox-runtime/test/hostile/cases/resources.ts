import { expect } from "vitest";
import type { BatteryCase } from "../battery.ts";

const kill = "a time-out interrupts, and kills what does not yield within the grace period";
/** Whatever ends a run that cannot go on: never a hang. */
const ends = /^(error|timeout|out-of-memory|sandbox-crashed)$/;

export const resourceCases: readonly BatteryCase[] = [
  {
    id: "4.busy-c",
    name: "a regular expression that backtracks for ever in C",
    protection: kill,
    checked: "mutation",
    async attack({ attempt }) {
      const outcome = await attempt("import re\nre.match(r'(a+)+$', 'a' * 64 + 'b')");
      // Newer interpreters look for interrupts on the way; older ones are killed.
      expect(outcome.status).toBe("timeout");
      expect(outcome.notices).toMatch(/did not yield and was killed|are kept/);
    },
  },
  {
    id: "4.big-number",
    name: "a power that would fill all memory, computed in C",
    protection: kill,
    checked: "the interpreter's own checks, the memory limit and the kill stand behind each other",
    async attack({ attempt }) {
      expect((await attempt("x = 9 ** 9 ** 9")).status).toMatch(ends);
    },
  },
  {
    id: "4.ignored-signals",
    name: "a loop that catches every interrupt and ignores every signal",
    protection: kill,
    checked: "mutation",
    async attack({ attempt }) {
      const outcome = await attempt(`
import signal
for number in range(1, 65):
    try: signal.signal(number, signal.SIG_IGN)
    except (OSError, ValueError, RuntimeError): pass
if hasattr(signal, 'pthread_sigmask'): signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))
while True:
    try:
        while True: pass
    except BaseException: pass`);
      expect(outcome).toMatchObject({ status: "timeout", stateLost: true });
    },
  },
  // Before what fills the memory: an interpreter in WebAssembly keeps what it took, and the output is kept in a file.
  {
    id: "4.endless-line",
    name: "output without an end and without a line break",
    protection: "the kernel's budget for output, and the host's bound on it",
    checked: "mutation",
    async attack({ attempt }) {
      const outcome = await attempt("import sys\nwhile True: sys.stdout.write('x' * 65536)");
      expect(outcome.status).toBe("timeout");
      expect(outcome.output.length).toBeGreaterThan(10_000);
      expect(outcome.output.length).toBeLessThan(60_000);
      expect(outcome.output).toContain("characters cut");
    },
  },
  {
    id: "4.zip-bomb",
    name: "an archive that unpacks into more memory than there is",
    protection: "the sandbox's memory limit",
    checked: "mutation",
    async attack({ attempt }) {
      const outcome = await attempt(
        `
import zlib
bomb = zlib.compress(bytes(50 << 20), 9)
kept = []
for _ in range(24): kept.append(zlib.decompress(bomb))
len(kept)`,
        { timeoutMs: 60_000 },
      );
      expect(outcome.value).toBe(undefined);
      expect(outcome.error ?? outcome.status).toMatch(/^(MemoryError|out-of-memory)$/);
    },
  },
  {
    id: "4.input",
    name: "a wait for input that never comes",
    protection: "standard input is at its end",
    checked: "nothing to take away: user code is given no input to wait for",
    async attack({ attempt }) {
      expect((await attempt("input()")).error).toBe("EOFError");
      expect((await attempt("import os, sys\nsys.stdin.read(), os.read(0, 10)")).value).toBe(
        "('', b'')",
      );
    },
  },
  {
    id: "4.recursion",
    name: "recursion without a limit, in Python and in C",
    protection: "the interpreter's own checks, the memory limit and the time-out",
    checked: "the interpreter's own checks, the memory limit and the kill stand behind each other",
    async attack({ attempt }) {
      const deep = "import sys\nsys.setrecursionlimit(2**31 - 1)\ndef f(): return f()\nf()";
      expect((await attempt(deep, { timeoutMs: 10_000 })).status).toMatch(ends);
      const nested = "x = ()\nfor _ in range(10**6): x = (x,)\nhash(x)";
      expect((await attempt(nested, { timeoutMs: 10_000 })).status).toMatch(ends);
    },
  },
  {
    id: "4.closed-descriptors",
    name: "every descriptor closed, the kernel's own among them",
    protection: "a sandbox that says nothing any more is ended",
    checked: "the end of input, the kill and the interpreter's own errors stand behind each other",
    async attack({ attempt }) {
      const outcome = await attempt("import os\nos.closerange(0, 4096)\nwhile True: pass");
      expect(outcome.status).toMatch(ends);
    },
  },
  {
    id: "4.closed-while-watched",
    name: "a descriptor closed while the event loop watches it, which the system reports again and again",
    only: "containers",
    protection: "the event loop learns once that it is closed, and then watches it no more",
    checked: "mutation",
    async attack({ attempt }) {
      const outcome = await attempt(`
import asyncio, os
reports = []
ours, theirs = os.pipe()
asyncio.get_running_loop().add_reader(ours, reports.append, 1)
os.close(ours)
for _ in range(100): await asyncio.sleep(0.001)
len(reports)`);
      expect(outcome.value).toBe("1");
      // The next pipe has the same number, and is watched as if there had been no other.
      const again = await attempt(`
ours, theirs = os.pipe()
arrived = asyncio.Event()
asyncio.get_running_loop().add_reader(ours, arrived.set)
os.write(theirs, b'x')
await asyncio.wait_for(arrived.wait(), 10)
asyncio.get_running_loop().remove_reader(ours), len(reports)`);
      expect(again.value).toBe("(True, 1)");
    },
  },
  {
    id: "4.exit",
    name: "an end of the process in the middle of a run",
    protection: "the end of a sandbox is an error that says so, and the next run starts another",
    checked: "mutation",
    async attack({ attempt }) {
      const outcome = await attempt("print('last', flush=True)\nimport os\nos._exit(3)");
      expect(outcome).toMatchObject({ status: "sandbox-crashed", output: "last\n" });
      expect((await attempt("1")).notices).toContain("gone");
    },
  },
  {
    id: "4.killed-threads",
    name: "the kernel's threads ended from inside",
    only: "containers",
    protection: kill,
    checked: "a kernel that cannot listen ends, and the kill stands behind it",
    async attack({ attempt }) {
      const outcome = await attempt(`
import ctypes, threading
for thread in threading.enumerate():
    if thread is not threading.current_thread():
        ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread.ident), ctypes.py_object(SystemExit))
await asyncio.sleep(60)`);
      expect(outcome.status).toMatch(ends);
    },
  },
  {
    id: "4.used-up-threads",
    name: "every thread that there may be, and then a busy loop",
    only: "containers",
    protection: "what interrupts busy code is there from the start",
    checked: "mutation",
    async attack({ attempt }) {
      const code = `
import threading
gate = threading.Event()
try:
    while True: threading.Thread(target=gate.wait, daemon=True).start()
except RuntimeError: pass
print('no more', flush=True)
while True: pass`;
      // A sandbox in which no case before this one has ended a thread of the kernel's.
      await attempt("import os; os._exit(0)");
      expect(await attempt(code, { timeoutMs: 3_000 })).toMatchObject({
        status: "timeout",
        stateLost: false,
        output: "no more\n",
      });
      expect((await attempt("gate.set()")).status).toBe("ok");
    },
  },
  {
    id: "4.killed-kernel",
    name: "signals that end the kernel, its parent, and all there is",
    only: "containers",
    protection: "the supervisor ends the sandbox with its kernel",
    checked: "mutation",
    async attack({ attempt }) {
      const outcome = await attempt(`
import os, signal
for process in os.getppid(), -1, os.getpid():
    try: os.kill(process, signal.SIGKILL)
    except OSError: pass
while True: pass`);
      expect(outcome.status).toMatch(/^(sandbox-crashed|out-of-memory)$/);
    },
  },
  {
    id: "4.fork-bomb",
    name: "processes that start processes",
    only: "containers",
    protection: "the limit of processes, and the end of all of them with their sandbox",
    checked: "without its limit it would stop the machine; 4.processes shows that the limit holds",
    async attack({ attempt, runtime }) {
      const outcome = await attempt(`
import os
while True:
    try: os.fork()
    except OSError: pass`);
      expect(outcome.status).toMatch(ends);
      await runtime.session("attacker").reset("the test ended it.");
    },
  },
  {
    id: "9.stopped",
    name: "a kernel that stops itself with SIGSTOP",
    only: "containers",
    protection: kill,
    checked: "mutation",
    async attack({ attempt }) {
      const outcome = await attempt("import os, signal\nos.kill(os.getpid(), signal.SIGSTOP)");
      expect(outcome).toMatchObject({ status: "timeout", stateLost: true });
    },
  },
];
