import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  createSandboxRuntime,
  type RunOutcome,
  type SandboxError,
  type SandboxRuntime,
} from "@mcp-code-execution/sandbox-runtime";
import type { Engine } from "../../src/drivers/container/engines/engine.ts";
import type { EngineName, TestEngine } from "../engines.ts";
import { hostile, type HostileCase } from "../hostile/hostile-case.ts";
import { collectEnds } from "../collect-ends.ts";
import { watchEngine } from "./watch-engine.ts";

const megabyte = 1024 * 1024;
const limits = { memoryLimitBytes: 128 * megabyte, pidsLimit: 60 };

const limited = (id: string, what: string, checked: HostileCase["checked"]): HostileCase => ({
  id: `4.${id}`,
  name: what,
  protection: "the limits of the container, or the kernel's own where the engine has none",
  checked,
});

/** Each attempt is bounded by itself, and runs in a roomy sandbox, too, where it must get further. */
export function testLimits(name: EngineName, engine: TestEngine): void {
  describe("limits", () => {
    let runtime: SandboxRuntime;
    let roomy: SandboxRuntime;
    let facts: Engine;
    beforeAll(async () => {
      facts = await engine.connect();
      runtime = await createSandboxRuntime({ driver: watchEngine(engine).driver(), ...limits });
      roomy = await createSandboxRuntime({
        driver: watchEngine(engine).driver(),
        memoryLimitBytes: 1024 * megabyte,
        pidsLimit: 1000,
      });
    });
    afterAll(async () => {
      await runtime.close();
      await roomy.close();
      await facts.close();
    });
    const run = (code: string): Promise<RunOutcome> => runtime.run(code);

    if (name === "podman rootless")
      it("say once what cannot be enforced here", async () => {
        const fresh = await createSandboxRuntime({
          driver: watchEngine(engine).driver(),
          ...limits,
        });
        const first = await fresh.run("1");
        const notice = first.notices.find((sentence) => sentence.includes("cannot limit"));
        if (facts.enforces.memory) expect(notice).toBeUndefined();
        else expect(notice).toContain("memory and processes");
        expect((await fresh.run("2")).notices).toEqual([]);
        expect(
          await fresh.run("3", { session: "other" }).then((outcome) => outcome.notices),
        ).toEqual([]);
        await fresh.close();
      });

    it(
      "hold memory, and say which setting to raise",
      hostile(name, limited("memory", "hold memory, and say which setting to raise", "control")),
      async () => {
        await run("kept = 1");
        const fill = "data = bytearray(b'x') * (200 << 20); len(data)";
        expect((await roomy.run(fill)).value).toBe(String(200 << 20));
        await roomy.run("del data");
        const outcome = await run(fill).catch((error: SandboxError) => error);
        if (outcome instanceof Error) {
          expect(outcome.code).toBe("out-of-memory");
          expect(outcome.message).toContain("MCP_BRIDGE_MEMORY_LIMIT");
          expect((await run("1")).notices.join()).toContain("memory limit");
        } else {
          expect(facts.enforces.memory).toBe(false);
          expect(outcome.error?.type).toBe("MemoryError");
          expect((await run("kept")).value).toBe("1");
        }
      },
    );

    it(
      "hold memory that is shared, or held by many processes",
      hostile(
        name,
        limited(
          "shared-memory",
          "hold memory that is shared, or held by many processes",
          "control",
        ),
      ),
      async () => {
        if (!facts.enforces.memory) return;
        const shared =
          "import mmap\nmap = mmap.mmap(-1, 200 << 20)\nfor i in range(200): map[i << 20:(i + 1) << 20] = b'x' * (1 << 20)\n1";
        expect((await roomy.run(shared)).value).toBe("1");
        await expect(run(shared)).rejects.toMatchObject({ code: "out-of-memory" });
        const many =
          "import os, time\nfor _ in range(30):\n  if os.fork() == 0:\n    data = bytearray(b'x') * (8 << 20)\n    time.sleep(20)\n    os._exit(0)\ntime.sleep(1)\n[os.waitpid(-1, os.WNOHANG) for _ in range(3)]";
        // The engine may kill a child or the kernel: the sandbox holds either way, and goes on.
        await run(many).catch((error: SandboxError) => expect(error.code).toBe("out-of-memory"));
        expect((await run("1 + 1")).value).toBe("2");
      },
    );

    it("tell only the run that ran out of memory that it did", async () => {
      if (!facts.enforces.memory) return;
      const watched = watchEngine(engine);
      await using fresh = await createSandboxRuntime({ driver: watched.driver(), ...limits });
      // The kernel's process is smaller than the child, which the system therefore kills.
      const child =
        "import subprocess, sys\nsubprocess.run([sys.executable, '-c', \"data = bytearray(b'x') * (200 << 20)\"]).returncode";
      expect((await fresh.run(child)).value).toBe("-9");
      const client = await watched.client();
      const [container] = await watched.containers();
      const killed = fresh.run("print('begun', flush=True)\nwhile True: pass", {
        onOutput: () => void client.getContainer(container?.Id ?? "").kill(),
      });
      await expect(killed).rejects.toMatchObject({ code: "sandbox-crashed" });
      expect((await fresh.run(child)).value).toBe("-9");
      const end = "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)";
      await expect(fresh.run(end)).rejects.toMatchObject({
        code: "sandbox-crashed",
        message: expect.stringContaining("ended by the signal SIGKILL"),
      });
    });

    it(
      "let a full /workspace hurt only itself",
      hostile(name, limited("full-disk", "let a full /workspace hurt only itself", "control")),
      async () => {
        const fill =
          "import os\nwritten = 0\ntry:\n  with open('/workspace/big', 'wb') as f:\n    while written < 100 << 20: written += f.write(b'x' * (1 << 20))\nexcept OSError as e: print(e.errno)\nwritten >> 20";
        expect((await roomy.run(fill)).value).toBe("100");
        const full = await run(fill);
        expect(full.value).toBe("32");
        expect(full.output[0]?.text).toBe("28\n");
        expect(
          (await runtime.run("open('/workspace/own', 'w').write('fits')", { session: "other" }))
            .value,
        ).toBe("4");
        expect(
          (await run("os.unlink('/workspace/big')\nopen('/workspace/again', 'w').write('fits')"))
            .value,
        ).toBe("4");
      },
    );

    it(
      "let very many files hurt only themselves",
      hostile(
        name,
        limited(
          "inodes",
          "let very many files hurt only themselves",
          "a roomy sandbox would hold them too: nothing but its memory bounds them",
        ),
      ),
      async () => {
        if (!facts.enforces.memory) return;
        const small = await createSandboxRuntime({
          driver: watchEngine(engine).driver(),
          memoryLimitBytes: 48 * megabyte,
        });
        const fill =
          "made = 0\ntry:\n  while made < 200_000:\n    open(f'/tmp/{made}', 'w').close()\n    made += 1\nexcept OSError as e: print(e)\nmade";
        await small.run("1", { session: "other" });
        const outcome = await small.run(fill).catch((error: SandboxError) => error);
        if (outcome instanceof Error) expect(outcome.code).toBe("out-of-memory");
        else expect(Number(outcome.value)).toBeLessThan(200_000);
        expect(
          (await small.run("open('/tmp/0', 'w').write('fits')", { session: "other" })).value,
        ).toBe("4");
        await small.close();
      },
    );

    it(
      "hold processes and threads",
      hostile(name, limited("processes", "hold processes and threads", "control")),
      async () => {
        const fork =
          "import os, signal, time\nchildren = []\ntry:\n  while len(children) < 200:\n    child = os.fork()\n    if child == 0:\n      time.sleep(30)\n      os._exit(0)\n    children.append(child)\nexcept OSError as e: print(e.errno)\nfor child in children:\n  os.kill(child, signal.SIGKILL)\n  os.waitpid(child, 0)\nlen(children)";
        expect((await roomy.run(fork)).value).toBe("200");
        const forked = await run(fork);
        expect(Number(forked.value)).toBeLessThan(limits.pidsLimit);
        expect(forked.output.map(({ text }) => text).join("")).toContain("11\n");
        const spawn =
          "import threading\nstop = threading.Event()\nthreads = []\ntry:\n  while len(threads) < 100:\n    t = threading.Thread(target=stop.wait)\n    t.start()\n    threads.append(t)\nexcept RuntimeError as e: print(e)\nstop.set()\n[t.join() for t in threads]\nlen(threads)";
        expect((await roomy.run(spawn)).value).toBe("100");
        expect(Number((await run(spawn)).value)).toBeLessThan(limits.pidsLimit);
        expect((await run("import subprocess\nsubprocess.run(['true']).returncode")).value).toBe(
          "0",
        );
      },
    );

    it(
      "leave others the processes that they may have",
      hostile(name, {
        id: "4.processes-of-all",
        name: "a sandbox that takes as many processes as it may, beside another",
        protection:
          "the limit of the container; where the engine has none, a user for each sandbox",
        checked: "mutation",
      }),
      async () => {
        const take =
          "import os, time\ntaken = 0\ntry:\n  while taken < 200:\n    if os.fork() == 0:\n      time.sleep(60)\n      os._exit(0)\n    taken += 1\nexcept OSError: pass\ntaken > 20";
        await using both = await createSandboxRuntime({
          driver: watchEngine(engine).driver(),
          ...limits,
        });
        const start =
          "import threading\nt = threading.Thread(target=print, args=('started',))\nt.start()\nt.join()";
        await both.run("1", { session: "before" });
        expect((await both.run(take, { session: "greedy" })).value).toBe("True");
        for (const session of ["before", "after"]) {
          const { output } = await both.run(start, { session });
          expect(output.map(({ text }) => text).join("")).toBe("started\n");
        }
      },
    );

    it(
      "get no more of the processor by sessions of their own",
      hostile(name, {
        id: "4.sessions-of-their-own",
        name: "more shares of the processor, one for each session that code starts",
        protection: "the control group of the container; where it has none, no session is started",
        checked: "mutation",
      }),
      async () => {
        const start =
          "import subprocess\nsubprocess.run(['true'], start_new_session=True).returncode";
        const outcome = await run(start);
        if (facts.enforces.pids) expect(outcome.value).toBe("0");
        else expect(outcome.error?.type).toBe("PermissionError");
      },
    );

    it(
      "show no control group of the machine",
      hostile(name, {
        id: "2.control-groups",
        name: "the control groups of other containers and of the machine",
        protection: "a container sees its own, or none",
        checked: "mutation",
      }),
      async () => {
        const look =
          "import os\n[group for folder, groups, _ in os.walk('/sys/fs/cgroup') if folder != '/sys/fs/cgroup' for group in groups]";
        expect((await run(look)).value).toBe("[]");
      },
    );

    it(
      "stop what a run left behind, until the next one",
      hostile(name, {
        id: "4.left-behind",
        name: "threads and processes that a run left behind, to be busy for ever",
        protection: "the supervisor stops all others once there was no run for a while",
        checked: "mutation",
      }),
      async () => {
        const still = await createSandboxRuntime({
          driver: watchEngine(engine).driver(),
          stillAfterMs: 500,
        });
        // Each tells the longest time between two of its turns.
        const begin = `
import os, threading, time
def spin(tell):
    last, longest = time.monotonic(), 0
    while True:
        now = time.monotonic()
        if now - last > longest:
            longest = now - last
            tell(longest)
        last = now
gaps = {}
threading.Thread(target=spin, args=[lambda gap: gaps.update(thread=gap)], daemon=True).start()
if os.fork() == 0:
    def tell(gap):
        with open("/tmp/gap.new", "w") as file: file.write(str(gap))
        os.rename("/tmp/gap.new", "/tmp/gap")
    spin(tell)
time.sleep(0.2)`;
        await still.run(begin);
        await sleep(4_000);
        const outcome = await still.run(
          "import time\ntime.sleep(0.5)\n[gaps.get('thread', 0) > 2.5, float(open('/tmp/gap').read()) > 2.5]",
        );
        expect(outcome).toMatchObject({ value: "[True, True]", notices: [] });
        const longer = await still.run("gaps.clear()\ntime.sleep(1)\n'slept'");
        expect(longer).toMatchObject({ status: "ok", value: "'slept'" });
        await still.close();
      },
    );

    it(
      "end what has the system wake it while it is to stand still",
      hostile(name, {
        id: "4.woken",
        name: "a process that a timer of the system's sends SIGCONT again and again",
        protection: "the supervisor looks whether any process goes on, and ends the sandbox",
        checked: "mutation",
      }),
      async () => {
        const { driver, ends } = collectEnds(watchEngine(engine).driver());
        const still = await createSandboxRuntime({ driver, stillAfterMs: 500 });
        await still.run(`
import ctypes, os, signal, struct, time
begun, begin = os.pipe()
if os.fork() == 0:
    signal.signal(signal.SIGCONT, lambda *_: None)
    event = ctypes.create_string_buffer(struct.pack("QiI", 0, signal.SIGCONT, 0), 64)
    timer = ctypes.c_void_p()
    libc = ctypes.CDLL(None)
    # Timers are counted for a user, who is the same one in all containers, and another test uses all of them.
    while libc.timer_create(time.CLOCK_MONOTONIC, event, ctypes.byref(timer)) != 0: time.sleep(0.1)
    libc.timer_settime(timer, 0, struct.pack("qqqq", 0, 10**8, 0, 10**8), None)
    os.write(begin, b"1")
    while True: pass
os.read(begun, 1)`);
        await ends[0];
        const outcome = await still.run("'another'");
        expect(outcome).toMatchObject({ status: "ok", value: "'another'" });
        expect(outcome.notices.join()).toContain("kept itself from standing still");
        await still.close();
      },
    );

    it(
      "stop what does not read what it asked for",
      hostile(name, {
        id: "4.left-unread",
        name: "a run that leaves an answer unread, in front of the word to stand still",
        protection:
          "the word goes past the answer in the pipes; through the engine the supervisor reads on where the kernel does not, and the host ends what leaves more",
        checked: "mutation",
      }),
      async () => {
        let characters = 500_000;
        const still = await createSandboxRuntime({
          driver: watchEngine(engine).driver(),
          stillAfterMs: 500,
          host: {
            listServers: () => [{ name: "s", alias: "s" }],
            callTool: async () => ({ content: [{ type: "text", text: "x".repeat(characters) }] }),
            searchTools: async () => [],
            describeTools: async () => ({}),
          },
        });
        // The lock keeps the kernel from reading; the frames are its own.
        const leaveUnread = `
import gc, json, os, threading, time
kept = [o for o in gc.get_objects() if type(o).__name__ in ("FramesIn", "FramesOut", "Kernel")]
of = {type(o).__name__: o for o in kept}
run, line = of["Kernel"].run_id, of["FramesOut"]._descriptor
def send(**frame): os.write(line, json.dumps(frame).encode() + b"\\n")
of["FramesIn"]._reading.acquire()
send(type="call", id=77, run=run, method="tools.call", params={"server": "s", "tool": "t", "arguments": {}})
time.sleep(0.5)
last, longest = time.monotonic(), 0
send(type="run-end", id=run, status="ok")
while longest < 2.5:
    now = time.monotonic()
    longest, last = max(longest, now - last), now
# It has stood still: now it reads, and the next run is heard.
of["FramesIn"]._reading.release()`;
        expect((await still.run(leaveUnread)).status).toBe("ok");
        await sleep(4_000);
        // What it says of the run that it ended itself is said of none.
        await expect(still.run("1", { timeoutMs: 5_000 })).rejects.toMatchObject({
          code: "protocol-violation",
        });
        characters = 40_000_000;
        expect((await still.run(leaveUnread)).status).toBe("ok");
        await sleep(1_500);
        expect((await still.run("1")).notices.join()).toContain("did not read");
        await still.close();
      },
    );

    it(
      "hold open descriptors, which code cannot raise",
      hostile(
        name,
        limited("descriptors", "hold open descriptors, which code cannot raise", "mutation"),
      ),
      async () => {
        const outcome = await run(
          "import os, resource\nopened = []\ntry:\n  while len(opened) < 5000: opened.append(os.open('/dev/null', 0))\nexcept OSError as e: print(e.errno)\n[os.close(d) for d in opened]\ntry: resource.setrlimit(resource.RLIMIT_NOFILE, (5000, 5000))\nexcept ValueError as e: print(e)\nlen(opened) <= 1024",
        );
        expect(outcome.value).toBe("True");
        expect(outcome.output.map(({ text }) => text).join("")).toBe(
          "24\nnot allowed to raise maximum limit\n",
        );
      },
    );
  });
}
