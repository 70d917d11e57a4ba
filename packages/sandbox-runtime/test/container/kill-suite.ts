import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type Docker from "dockerode";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Engine } from "../../src/drivers/container/engine.ts";
import type { EngineName, TestEngine } from "../engines.ts";
import { hostile } from "../hostile/hostile-case.ts";

const fixture = fileURLToPath(new URL("../fixtures/killed-host.mjs", import.meta.url));
// What is killed is the built package: a guardian must find its own file there, too.
const built = fileURLToPath(new URL("../../dist", import.meta.url));
const states = ["busy", "start", "call", "stuck", "created", "start"];
const kills = Number(process.env["TEST_CONTAINER_KILLS"] ?? states.length);
/** Five seconds are enough where no other work goes on. */
const patienceMs = 30_000;

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
        service = false,
      ): Promise<string[]> {
        const { address, rootless, enforces } = found;
        const options = {
          address: { address, rootless, enforces },
          engine: engine.name,
          state,
          service,
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
        await sleep(pauseMs);
        host.kill("SIGKILL");
        await ended;
        await sleep(5_000);
        const deadline = Date.now() + patienceMs;
        for (;;) {
          const left = [
            ...(await containersOf(found.client, String(host.pid))),
            ...guardiansOf(String(host.pid)),
            ...(servicePid && isAlive(servicePid) ? ["its service"] : []),
          ];
          if (left.length === 0 || Date.now() > deadline) return left;
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

      if (name === "podman rootful" && process.getuid?.() === 0)
        it("whose API service was its own", { timeout: 120_000 }, async () => {
          expect(await leftAfterKill("busy", 0, true)).toEqual([]);
        });
    },
  );
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
