import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { createSandboxRuntime } from "@mcp-code-execution/sandbox-runtime";
import { describe, expect, it } from "vitest";
import { createEmbeddedDriver } from "../../src/drivers/embedded/embedded-driver.ts";
import { testBattery } from "./battery.ts";
import { hostile } from "./hostile-case.ts";
import { testKernelFuzz } from "./kernel-fuzz.ts";

testBattery("embedded", { runtime: "embedded" });
testKernelFuzz("embedded", createEmbeddedDriver);

describe.runIf(process.platform === "linux")("embedded sandbox between runs", () => {
  const idle = {
    id: "4.idle",
    name: "code that a run left behind, to go on for ever",
    protection: "the sandbox stands still from a run's end to the next line of the host",
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
    // Clock ticks of 10 ms that all of its threads use in two seconds.
    const used = async (): Promise<number> => {
      const begun = ticks(mine);
      await sleep(2_000);
      return ticks(mine) - begun;
    };
    await expect.poll(used, { timeout: 30_000 }).toBeLessThanOrEqual(1);
    expect((await runtime.run("task.done()")).value).toBe("False");
    await runtime.close();
  });
});

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
