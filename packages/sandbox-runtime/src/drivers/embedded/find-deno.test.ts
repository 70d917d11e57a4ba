import { describe, expect, it } from "vitest";
import { findDeno, type DenoSearch } from "./find-deno.ts";

const machine = (changes: Partial<DenoSearch>): DenoSearch => ({
  platform: "linux",
  arch: "x64",
  path: "/usr/local/bin:/usr/bin",
  resolve: () => {
    throw new Error("not installed");
  },
  isExecutable: () => false,
  ...changes,
});

const inModules = (request: string): string => `/modules/${request}`;
const isInUsrBin = (path: string): boolean => path === "/usr/bin/deno";

describe("findDeno", () => {
  it("takes npm's package for the platform first", () => {
    const installed = { resolve: inModules, isExecutable: () => true };
    expect(findDeno(machine(installed))).toBe("/modules/@deno/linux-x64-glibc/deno");
  });

  it("takes deno on the PATH where the package is missing or cannot run", () => {
    const onPath = { resolve: inModules, isExecutable: isInUsrBin };
    expect(findDeno(machine(onPath))).toBe("/usr/bin/deno");
  });

  it.each([
    ["darwin", "arm64", "/opt/homebrew/bin:/usr/bin", "/opt/homebrew/bin/deno"],
    [
      "win32",
      "x64",
      String.raw`C:\Windows;D:\my tools\deno`,
      String.raw`D:\my tools\deno\deno.exe`,
    ],
  ] as const)("reads the PATH as %s writes it", (platform, arch, path, there) => {
    const isExecutable = (each: string): boolean => each === there;
    expect(findDeno(machine({ platform, arch, path, isExecutable }))).toBe(there);
    const installed = { platform, arch, resolve: inModules, isExecutable: () => true };
    expect(findDeno(machine(installed))).toMatch(`/modules/@deno/${platform}-${arch}/deno`);
  });

  it("takes none of a folder that depends on where the host was started", () => {
    expect(() => findDeno(machine({ path: ".:bin", isExecutable: () => true }))).toThrow(
      "found none",
    );
  });

  it("says how to get it where there is none", () => {
    expect(() => findDeno(machine({}))).toThrow(
      expect.objectContaining({
        name: "SandboxError",
        code: "runtime-unavailable",
        message: expect.stringContaining("npm install @deno/linux-x64-glibc"),
      }),
    );
  });
});
