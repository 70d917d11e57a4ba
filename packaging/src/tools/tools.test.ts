// The lockfile holds the tools for every platform that they have a program for. pnpm leaves out in silence what the
// registry did not have on the day, and who works on that platform cannot build.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import { describe, expect, it } from "vitest";

interface Manifest {
  devDependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
}

const root = fileURLToPath(new URL("../../..", import.meta.url));
const read = (path: string): string => readFileSync(join(root, path), "utf8");
const manifest = (folder: string): Manifest =>
  JSON.parse(read(join(folder, "package.json"))) as Manifest;

const lockfile = parse(read("pnpm-lock.yaml")) as { packages: Record<string, unknown> };
const locked = new Set(Object.keys(lockfile.packages));

const tools = Object.keys(manifest(".").devDependencies ?? {}).map((name) => {
  const { optionalDependencies = {} } = manifest(join("node_modules", name));
  const programs = Object.entries(optionalDependencies).map((entry) => entry.join("@"));
  return { name, programs };
});

describe("the lockfile", () => {
  it.each(tools.filter(({ programs }) => programs.length > 0))(
    "has $name for every platform",
    ({ programs }) => {
      expect(programs.filter((program) => !locked.has(program))).toEqual([]);
    },
  );
});
