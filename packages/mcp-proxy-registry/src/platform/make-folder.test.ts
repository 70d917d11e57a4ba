import { mkdtemp, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { makeFolder } from "./make-folder.ts";

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "make-folder-"));
  return () => rm(root, { recursive: true });
});

it("creates what is missing, and says where that begins", async () => {
  const folder = join(root, "a", "b", "c");
  expect(await makeFolder(folder)).toBe(join(root, "a"));
  expect(await makeFolder(folder)).toBeUndefined();
  expect(await makeFolder(join(folder, "d"))).toBe(join(folder, "d"));
  if (process.platform === "win32") return;
  expect((await stat(join(root, "a"))).mode & 0o777).toBe(0o700);
  expect((await stat(folder)).mode & 0o777).toBe(0o700);
});

it("may be asked several times at once", async () => {
  const folder = join(root, "a", "b");
  await Promise.all(Array.from({ length: 10 }, () => makeFolder(folder)));
  expect((await stat(folder)).isDirectory()).toBe(true);
});

it("says that a file is in the way", async () => {
  await writeFile(join(root, "file"), "");
  await expect(makeFolder(join(root, "file"))).rejects.toThrow("EEXIST");
  await expect(makeFolder(join(root, "file", "a", "b"))).rejects.toThrow(/ENOTDIR|ENOENT/);
});

describe.skipIf(process.platform === "win32")("a link", () => {
  it("to a folder is taken for one", async () => {
    await symlink(root, join(root, "link"));
    expect(await makeFolder(join(root, "link"))).toBeUndefined();
    expect(await makeFolder(join(root, "link", "a", "b"))).toBe(join(root, "link", "a"));
  });

  it("to nothing is in the way", async () => {
    await symlink(join(root, "nothing"), join(root, "link"));
    await expect(makeFolder(join(root, "link", "a"))).rejects.toThrow("EEXIST");
  });
});

it.runIf(process.platform === "linux")("ends where the system has no new folders", async () => {
  await expect(makeFolder("/proc/a/b")).rejects.toThrow("ENOENT");
  await expect(makeFolder("/proc/self/fd/a")).rejects.toThrow("ENOENT");
});
