import { existsSync } from "node:fs";
import { release } from "node:os";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createSandboxRuntime, type SandboxRuntime } from "@mcp-code-execution/sandbox-runtime";
import type { EngineName, TestEngine } from "../engines.ts";
import { hostile, slug } from "../hostile/hostile-case.ts";
import { attacks, preamble } from "./attacks.ts";
import { createHostCanary, type HostCanary } from "./host-canary.ts";
import { createWeakenedDriver } from "./weakened-driver.ts";

/** Every attack also runs where nothing protects, and must reach something there. */
export function testAttacks(name: EngineName, engine: TestEngine): void {
  describe("from inside, code", () => {
    let canary: HostCanary;
    let sandbox: SandboxRuntime;
    let weakened: SandboxRuntime;
    beforeAll(async () => {
      canary = await createHostCanary();
      sandbox = await createSandboxRuntime({ driver: engine.driver() });
      weakened = await createSandboxRuntime({ driver: createWeakenedDriver(engine, canary) });
    });
    afterAll(async () => {
      await sandbox.close();
      await weakened.close();
      await canary.close();
    });

    async function attack(runtime: SandboxRuntime, python: string): Promise<string> {
      const body = python.trim().replaceAll("\n", "\n    ");
      const outcome = await runtime.run(
        `${preamble}\nknown = json.loads(${JSON.stringify(JSON.stringify(canary.known))})\n` +
          `def attack():\n    ${body}\nreached = attack()\nprint('reached', reached) if reached else print('nothing')`,
      );
      return outcome.output.map(({ text }) => text).join("") + (outcome.error?.traceback ?? "");
    }

    describe.each(Object.entries(attacks))("reaches %s", (what, { heading = 1, python, needs }) => {
      const found = {
        id: `${heading}.${slug(what)}`,
        name: what,
        protection: "the options of the container, and the kernel's own filter of system calls",
        checked: "control",
      };
      const works =
        (needs !== "root of the host" || name !== "podman rootless") &&
        (needs !== "x86" || process.arch === "x64") &&
        (needs !== "reports of pressure" || givesReportsOfPressure());
      if (works)
        it("where nothing protects", async () => {
          expect(await attack(weakened, python)).toMatch(/^reached/);
        });
      it("nowhere else", hostile(name, found), async () => {
        const before = await canary.connections();
        expect(await attack(sandbox, python)).toBe("nothing\n");
        expect(await canary.connections()).toBe(before);
      });
    });
  });
}

/** Since Linux 6.5 without a capability, if the machine counts pressure at all. */
function givesReportsOfPressure(): boolean {
  const [major = 0, minor = 0] = release().split(".").map(Number);
  return existsSync("/proc/pressure") && (major > 6 || (major === 6 && minor >= 5));
}
