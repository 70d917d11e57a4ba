import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type Docker from "dockerode";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createSandboxRuntime } from "@mcp-code-execution/sandbox-runtime";
import { deferred } from "../../src/deferred.ts";
import { createContainerDriver } from "../../src/drivers/container/container-driver.ts";
import { defaultContainerUser } from "../../src/drivers/container/sandbox-user.ts";
import type { Engine } from "../../src/drivers/container/engines/engine.ts";
import { connectEngine } from "../../src/drivers/container/engines/connect-engine.ts";
import type { EngineName, TestEngine } from "../engines.ts";
import { hostile } from "../hostile/hostile-case.ts";
import { startEngineProxy } from "./engine-proxy.ts";

const fixture = fileURLToPath(new URL("../fixtures/killed-host.mjs", import.meta.url));
// What is killed is the built package: a guardian must find its own file there, too.
const built = fileURLToPath(new URL("../../dist", import.meta.url));
const states = ["busy", "start", "call", "stuck", "created", "start"];
const kills = Number(process.env["TEST_CONTAINER_KILLS"] ?? states.length);
/** Five seconds are enough where no other work goes on. */
const patienceMs = 30_000;
/** Where the engine was asked for a container and makes none, a guardian looks for it for a minute. */
const guardianPatienceMs = 90_000;

export function testKills(name: EngineName, engine: TestEngine): void {
  describe.skipIf(process.platform === "win32")(
    "kill -9 of the host leaves no container, guardian or service",
    () => {
      let found: Engine;
      beforeAll(async () => {
        found = await engine.connect();
      });
      afterAll(() => found.close());

      async function leftAfterKill(
        state: string,
        pauseMs: number,
        {
          service = false,
          address = found.address,
          untilKill = async () => {},
          afterKill = () => sleep(5_000),
        }: AroundKill = {},
      ): Promise<string[]> {
        const { rootless, enforces, freeIds } = found;
        const options = {
          address: { address, rootless, enforces, freeIds },
          engine: engine.name,
          state,
          service,
          direct: engine.direct,
        };
        const host = spawn(process.execPath, [fixture, built, JSON.stringify(options)], {
          stdio: ["ignore", "pipe", "inherit"],
        });
        const ended = new Promise((resolve) => host.once("exit", resolve));
        let servicePid = 0;
        const awaited = state === "start" ? "starting" : "reached";
        for await (const line of createInterface({ input: host.stdout })) {
          if (line.startsWith("service ")) servicePid = Number(line.slice(8));
          if (line.includes(awaited)) break;
        }
        await untilKill();
        await sleep(pauseMs);
        host.kill("SIGKILL");
        await ended;
        await afterKill();
        const killedAt = Date.now();
        for (;;) {
          const waited = Date.now() - killedAt;
          const left = [
            ...(await containersOf(found.client, String(host.pid))),
            ...(servicePid && isAlive(servicePid) ? ["its service"] : []),
          ];
          const guardians = guardiansOf(String(host.pid));
          if (left.length > 0 ? waited > patienceMs : waited > guardianPatienceMs)
            return [...left, ...guardians];
          if (left.length === 0 && guardians.length === 0) return [];
          await sleep(200);
        }
      }

      it(
        `${kills} times: busy, in a tool call, in C code, at start-up, between create and start`,
        {
          timeout: 120_000 + kills * 10_000,
          ...hostile(name, {
            id: "9.killed-host",
            name: "kill -9 of the host at any moment",
            protection:
              "the end of input ends the kernel, and a guardian removes what had not begun",
            checked:
              "what is killed here is the built package, which no copy of the sources replaces",
          }),
        },
        async () => {
          for (let number = 0; number < kills; number += states.length) {
            const batch = states.slice(0, kills - number);
            const left = await Promise.all(
              batch.map((state, place) => leftAfterKill(state, ((number + place) % 7) * 60)),
            );
            expect(left.flat()).toEqual([]);
          }
        },
      );

      it(
        "also where a busy engine makes its container only afterwards",
        {
          timeout: 180_000,
          ...hostile(name, {
            id: "9.killed-host-of-a-busy-engine",
            name: "kill -9 of the host while a busy engine has not made its container yet",
            protection: "the guardian knows what the engine was asked for, and waits for it",
            checked:
              "what is killed here is the built package, which no copy of the sources replaces",
          }),
        },
        async () => {
          await using busy = await startBusyEngine(found);
          const left = await leftAfterKill("start", 0, {
            address: busy.address,
            untilKill: () => busy.asked,
            afterKill: async () => void (await busy.made),
          });
          expect(left).toEqual([]);
        },
      );

      const late = {
        id: "9.late-container",
        name: "a container that a busy engine makes after its start was given up",
        protection:
          "what the engine was asked for, and did not answer, is looked for again and again",
        checked: "mutation",
      };
      it(`[${late.id}] ${late.name}`, { timeout: 120_000, ...hostile(name, late) }, async () => {
        await using busy = await startBusyEngine(found);
        const { address } = busy;
        const client = await connectEngine(engine.name, address);
        const connect = async (): Promise<Engine> => ({ ...found, address, client });
        const times = { startupTimeoutMs: 2_000 };
        const driver = createContainerDriver(engine.name, connect, {
          user: defaultContainerUser,
          ...times,
        });
        await using runtime = await createSandboxRuntime({ driver, ...times });
        await expect(runtime.run("1")).rejects.toMatchObject({ code: "start-failed" });
        const id = await busy.made;
        const isThere = async (): Promise<boolean> =>
          (await found.client.listContainers({ all: true })).some(({ Id }) => Id === id);
        await expect.poll(isThere, { timeout: patienceMs, interval: 200 }).toBe(false);
      });

      if (name === "podman rootful" && process.getuid?.() === 0)
        it("whose API service was its own", { timeout: 120_000 }, async () => {
          expect(await leftAfterKill("busy", 0, { service: true })).toEqual([]);
        });
    },
  );
}

interface AroundKill {
  service?: boolean;
  address?: string;
  untilKill?: () => Promise<void>;
  afterKill?: () => Promise<void>;
}

interface BusyEngine extends AsyncDisposable {
  address: string;
  /** For a container; the engine hears of it only some seconds later. */
  asked: Promise<void>;
  /** Resolves with the id of the container that it made then. */
  made: Promise<string>;
}

async function startBusyEngine({ address }: Engine): Promise<BusyEngine> {
  const socket = join(tmpdir(), `busy-engine-${randomUUID()}.sock`);
  const asked = deferred<void>();
  const made = deferred<string>();
  const proxy = await startEngineProxy(socket, address.replace("unix://", ""), {
    answer(request) {
      if (!/^POST .*\/containers\/create/.test(request)) return undefined;
      asked.resolve();
      return "asked late";
    },
    onLateAnswer: (body) => made.resolve((JSON.parse(body) as { Id: string }).Id),
  });
  return {
    address: `unix://${socket}`,
    asked: asked.promise,
    made: made.promise,
    async [Symbol.asyncDispose]() {
      await proxy.close();
      await rm(socket, { force: true });
    },
  };
}

async function containersOf(client: Docker, pid: string): Promise<string[]> {
  const filters = { label: [`mcp-code-execution.pid=${pid}`] };
  return (await client.listContainers({ all: true, filters })).map(
    ({ Names, State }) => `${Names[0]} ${State}`,
  );
}

/** Their command line is their task, which names the labels of the containers that they guard. */
function guardiansOf(pid: string): string[] {
  if (process.platform !== "linux") return [];
  return readdirSync("/proc").filter((entry) => {
    try {
      const command = readFileSync(`/proc/${entry}/cmdline`, "utf8");
      return /^\d+$/.test(entry) && command.includes(`"mcp-code-execution.pid=${pid}"`);
    } catch {
      return false;
    }
  });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
