import { expect, it } from "vitest";
import { moveFile, type FileMover } from "./move-file.ts";

/** Refuses so many times, then does as it is told. */
function busyFor(
  platform: NodeJS.Platform,
  refusals: number,
  code = "EPERM",
): FileMover & { tries: number } {
  return {
    platform,
    tries: 0,
    async rename() {
      this.tries += 1;
      if (this.tries <= refusals) throw Object.assign(new Error(code), { code });
    },
  };
}

it.each(["EPERM", "EACCES", "EBUSY"])(
  "waits on Windows for those who have the file open: %s",
  async (code) => {
    const system = busyFor("win32", 3, code);
    await moveFile("a", "b", system);
    expect(system.tries).toBe(4);
  },
);

it("says so where they never close it", async () => {
  await expect(moveFile("a", "b", busyFor("win32", Infinity))).rejects.toThrow("EPERM");
});

it.each([
  ["win32", "ENOENT"],
  ["linux", "EPERM"],
] as const)("waits for nothing else: %s, %s", async (platform, code) => {
  const system = busyFor(platform, 1, code);
  await expect(moveFile("a", "b", system)).rejects.toThrow(code);
  expect(system.tries).toBe(1);
});
