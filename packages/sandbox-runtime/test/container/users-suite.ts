// The system's kernel counts some resources for a user, wherever its processes are.
import { randomInt } from "node:crypto";
import { describe, expect, it } from "vitest";
import { createSandboxRuntime, type SandboxRuntime } from "@mcp-code-execution/sandbox-runtime";
import { freeIdsOfMachine } from "../../src/drivers/container/engines/free-ids.ts";
import type { EngineName, TestEngine } from "../engines.ts";
import { hostile } from "../hostile/hostile-case.ts";
import { watchEngine } from "./watch-engine.ts";

/** Not the default, which the sandboxes of other tests have. */
const oneForAll = `${randomInt(30_000, 40_000)}`;

const preamble = `
import array, ctypes, fcntl, os, socket
libc = ctypes.CDLL(None)
create, delete = (222, 226) if os.uname().machine == "x86_64" else (107, 111)
silent = ctypes.create_string_buffer(bytes(12) + (1).to_bytes(4, "little") + bytes(48))
set_size, get_size = 1031, 1032
kept = []
def timer():
    made = ctypes.c_int()
    return libc.syscall(create, 1, silent, ctypes.byref(made)) == 0
def passed(count):
    here, there = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
    kept.extend((here, there))
    try: return here.sendmsg([b"x"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [1] * count))]) == 1
    except OSError: return False
def pipe(size=None):
    ends = os.pipe()
    kept.extend(ends)
    try: return size is None or fcntl.fcntl(ends[0], set_size, size) >= size
    except OSError: return False
`;
/** All that one user may have: 256 timers, 1,024 descriptors that are being passed on, 64 MiB of room in pipes. */
const take = `
timers = sum(timer() for _ in range(300))
messages = sum(passed(250) for _ in range(8))
pipes = sum(pipe(1 << 20) for _ in range(70))
[timers < 300, messages < 8, pipes < 70]`;
const look = `[timer(), passed(1), pipe(1 << 20)]`;

export function testUsers(name: EngineName, engine: TestEngine): void {
  const open = (user: string): Promise<SandboxRuntime> =>
    createSandboxRuntime({ driver: watchEngine(engine).driver({ user }) });

  /** What the second of two sandboxes can still have while the first has all that it can get. */
  async function left(user: string): Promise<string | undefined> {
    await using runtime = await open(user);
    const greedy = { session: "greedy" };
    for (const options of [greedy, {}]) await runtime.run(preamble, options);
    expect((await runtime.run(take, greedy)).value).toBe("[True, True, True]");
    return (await runtime.run(look)).value;
  }

  // How many watches a user may have depends on the machine's memory; a test cannot use them up.
  it(
    "needs no watches of epoll to start and to run",
    hostile(name, {
      id: "4.watches-of-epoll",
      name: "the start of a sandbox while another one has all watches of epoll that their user may have",
      protection: "the kernel waits without epoll",
      checked: "mutation",
    }),
    async () => {
      await using runtime = await open(oneForAll);
      const code = `
import asyncio, os, sys
child = await asyncio.create_subprocess_exec(sys.executable, "-c", "print(1)", stdout=-1)
said = await child.communicate()
[path for d in os.listdir("/proc/self/fd") if os.path.islink(f"/proc/self/fd/{d}") and "eventpoll" in (path := os.readlink(f"/proc/self/fd/{d}"))], said[0]`;
      expect((await runtime.run(code)).value).toBe("([], b'1\\n')");
    },
  );

  describe("a user for each sandbox", () => {
    it("shares what the system counts with all others, where it is one for all", async () => {
      expect(await left(oneForAll)).toBe("[False, False, False]");
    });

    it(
      "has what the system counts for itself",
      hostile(name, {
        id: "4.what-is-counted-for-a-user",
        name: "a sandbox that takes all timers, passed descriptors and room in pipes that a user may have",
        protection: "MCP_BRIDGE_CONTAINER_USER=each: a user for each sandbox",
        checked: "control",
      }),
      async () => {
        expect(await left("each")).toBe("[True, True, True]");
      },
    );

    it("is nobody of the machine or of the image, and may use what the user of all may", async () => {
      await using runtime = await open("each");
      const { freeIds, close } = await engine.connect();
      await close();
      const first = freeIds?.first ?? 0;
      const code = `
import getpass, os
for folder in "/tmp", "/workspace":
    with open(folder + "/own", "x") as file: file.write("written")
    with open(folder + "/own") as file: assert file.read() == "written"
import numpy, pandas
getpass.getuser()
owned = os.stat("/tmp/own")
[os.getuid(), os.getgid(), *os.getgroups(), owned.st_uid, owned.st_gid]`;
      const found = await Promise.all(
        ["first", "second"].map(async (session) => {
          const { value = "", error } = await runtime.run(code, { session });
          expect(error).toBeUndefined();
          return new Set(JSON.parse(value) as number[]);
        }),
      );
      for (const ids of found) {
        expect(ids.size).toBe(1);
        expect(Math.min(...ids)).toBeGreaterThanOrEqual(first);
        expect(Math.max(...ids)).toBeLessThan(first + (freeIds?.count ?? 0));
      }
      expect(found[0]).not.toEqual(found[1]);
      expect(freeIds === freeIdsOfMachine).toBe(name !== "podman rootless");
    });

    it("is another in each of several hosts, though there are no more ids than sandboxes", async () => {
      const { freeIds, close } = await engine.connect();
      await close();
      const few = { first: freeIds?.first ?? 0, count: 5 };
      const connect: TestEngine["connect"] = async () => ({
        ...(await engine.connect()),
        freeIds: few,
      });
      const hosts: SandboxRuntime[] = [];
      const users = new Set<string | undefined>();
      try {
        while (hosts.length < few.count) {
          const driver = watchEngine({ ...engine, connect }).driver({ user: "each" });
          const host = await createSandboxRuntime({ driver });
          hosts.push(host);
          users.add((await host.run("import os\nos.getuid()")).value);
        }
      } finally {
        await Promise.all(hosts.map((host) => host.close()));
      }
      expect(users.size).toBe(few.count);
    });

    // The others map no ids: all of the machine's are theirs.
    if (name === "podman rootless") {
      it("says it where a user's id is not one of the engine's", async () => {
        await using runtime = await open("200000:200000");
        await expect(runtime.run("1")).rejects.toMatchObject({
          code: "start-failed",
          message: expect.stringContaining("MCP_BRIDGE_CONTAINER_USER sets another"),
        });
      });
    }
  });
}
