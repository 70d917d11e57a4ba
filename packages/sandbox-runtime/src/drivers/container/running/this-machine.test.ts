import { hostname } from "node:os";
import { expect, it } from "vitest";
import { machineQuestions, processStart, thisMachine } from "./this-machine.ts";
import type { MachineQuestions } from "./this-machine.ts";

/** A machine that answers a question by the last word of it. */
function machine(
  platform: NodeJS.Platform,
  answers: Record<string, string> = {},
): MachineQuestions {
  return {
    platform,
    read: (path) => answers[path],
    ask: async (program, args) => answers[`${program.split(/[/\\]/).at(-1)} ${args.join(" ")}`],
  };
}

const bootOf = (id: string): Record<string, string> => ({
  "/proc/sys/kernel/random/boot_id": id,
  "/proc/self/ns/pid": "pid:[4026531836]",
  "sysctl -n kern.bootsessionuuid": id,
  [String.raw`reg.exe query HKLM\SOFTWARE\Microsoft\Cryptography /v MachineGuid /reg:64`]: `\r\nHKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Cryptography\r\n    MachineGuid    REG_SZ    ${id}\r\n`,
});

it.each(["linux", "darwin", "win32"] as const)(
  "on %s tells machines that have one name, and says nothing where it has the name alone",
  async (platform) => {
    const one = await thisMachine(machine(platform, bootOf("5f0c")));
    expect(one).toContain(`${hostname()} 5f0c`);
    expect(await thisMachine(machine(platform, bootOf("5f0c")))).toBe(one);
    expect(await thisMachine(machine(platform, bootOf("77aa")))).not.toBe(one);
    expect(await thisMachine(machine(platform))).toBeUndefined();
  },
);

it("is told of this machine, and of systems that say nothing of themselves is not", async () => {
  expect(await thisMachine()).toContain(hostname());
  expect(await thisMachine()).toBe(await thisMachine());
  expect(await thisMachine({ ...machineQuestions, platform: "freebsd" })).toBeUndefined();
});

it.skipIf(process.platform === "win32").each([process.platform, "darwin"] as const)(
  "tells when a process started, as on %s",
  async (platform) => {
    const here = { ...machineQuestions, platform };
    const started = await processStart(process.pid, here);
    expect(started).toMatch(/\d/);
    expect(await processStart(process.pid, here)).toBe(started);
    expect(await processStart(1, here)).not.toBe(started);
    expect(await processStart(4_194_303, here)).toBeUndefined();
  },
);
