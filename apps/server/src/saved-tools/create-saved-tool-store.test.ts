import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createSavedToolStore } from "./create-saved-tool-store.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "saved-tools-"));
});
afterEach(() => rm(folder, { recursive: true }));

const toolFile = (name: string): string => join(folder, `${name}.py`);

it("reads anew what has changed, and nothing else", async () => {
  await writeFile(toolFile("one"), "def one(): pass");
  await writeFile(toolFile("two"), "def two(): pass");
  const store = createSavedToolStore(folder);
  const [one, two] = await store.list();
  await writeFile(toolFile("two"), "def two(): return 2");
  const later = await store.list();
  expect(later[0]).toBe(one);
  expect(later[1]).not.toBe(two);
  expect(later[1]).toEqual({ name: "two", source: "def two(): return 2" });
});

it("takes a thousand, and says of all others that there are too many", async () => {
  const names = Array.from({ length: 1_010 }, (_, index) => `t${String(index).padStart(4, "0")}`);
  await Promise.all(names.map((name) => writeFile(toolFile(name), `def ${name}(): pass`)));
  const tools = await createSavedToolStore(folder).list();
  expect(tools.filter((tool) => "source" in tool)).toHaveLength(1_000);
  expect(tools.at(-1)).toEqual({ name: "t1009", problem: expect.stringContaining("too many") });
});
