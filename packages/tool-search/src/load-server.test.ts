import { setImmediate as nextTurn } from "node:timers/promises";
import { expect, test } from "vitest";
import { createToolIndex, type SearchableTool, type ToolIndex } from "./index.ts";

/** `of` tools that take a while to read. */
function tools(of: number, what: string): SearchableTool[] {
  return Array.from({ length: of }, (_, number) => ({
    name: `${what}_${number}`,
    description: `Bakes ${what} of kind ${number}. ${`flour${number % 50} sugar salt `.repeat(60)}`,
  }));
}

const found = async (index: ToolIndex, query: string): Promise<string[]> =>
  (await index.search(query, { limit: 3 })).map(({ tool }) => tool);

test("a large server is read a few milliseconds at a time, and found as a whole", async () => {
  const index = createToolIndex();
  index.setServer("s", [{ name: "bread_old", description: "Bakes bread." }]);
  index.setServer("other", [{ name: "bake", description: "Bakes a bread of another kind." }]);
  const progress = { isDone: false };
  const load = async (): Promise<void> => {
    await index.loadServer("s", tools(6_000, "bread"));
    progress.isDone = true;
  };
  const loading = load();
  let turns = 0;
  for (await nextTurn(); !progress.isDone; await nextTurn()) {
    turns++;
    if (turns % 10 !== 1) continue;
    const names = await found(index, "bread");
    // The switch is made at once, and what was there before is then forgotten bit by bit.
    if (index.size > 2) break;
    expect(names.toSorted()).toEqual(["bake", "bread_old"]);
    expect(await found(index, "bread_17")).not.toContain("bread_17");
  }
  expect(turns).toBeGreaterThan(10);
  expect(index.size).toBe(6_001);
  expect((await found(index, "bread_5999"))[0]).toBe("bread_5999");
  expect(await found(index, "bread old")).not.toContain("bread_old");
  await loading;
  expect(index.size).toBe(6_001);
  expect((await found(index, "bread_5999"))[0]).toBe("bread_5999");
  expect(await found(index, "bread old")).not.toContain("bread_old");
});

test("it leaves what reading at once would", async () => {
  const [slow, fast] = [createToolIndex(), createToolIndex()];
  for (const list of [tools(2_000, "bread"), tools(1_500, "cake"), tools(2_000, "bread")]) {
    await slow.loadServer("s", list);
    fast.setServer("s", list);
  }
  for (const query of [
    "bread_17",
    "bakes bread of kind 12",
    "cake",
    "flour7 sugar",
    "bakse braed",
  ]) {
    const hits = await fast.search(query, { limit: 20 });
    expect(await slow.search(query, { limit: 20 })).toEqual(hits);
  }
  expect(slow.size).toBe(fast.size);
});

test.each([
  ["setting", async (index: ToolIndex) => index.setServer("s", tools(3, "cake")), ["cake_0"]],
  ["loading", (index: ToolIndex) => index.loadServer("s", tools(3, "cake")), ["cake_0"]],
  ["removing", async (index: ToolIndex) => index.removeServer("s"), []],
  ["emptying", async (index: ToolIndex) => index.setServer("s", []), []],
])(
  "%s a server that is being loaded, or waits for it, overrides that",
  async (_, override, left) => {
    for (const turns of [0, 3]) {
      const index = createToolIndex();
      const first = index.loadServer("first", tools(1_500, "pie"));
      const loading = index.loadServer("s", tools(3_000, "bread"));
      if (turns > 0) await first;
      for (let turn = 0; turn < turns; turn++) await nextTurn();
      const overriding = override(index);
      await Promise.all([first, loading, overriding]);
      expect(await found(index, "bread_2")).not.toContain("bread_2");
      expect((await found(index, "cake_0")).slice(0, 1)).toEqual(left.length > 0 ? left : []);
      expect(index.size).toBe(1_500 + 3 * left.length);
    }
  },
);

test("it rejects where setServer throws, and the index stays as it was", async () => {
  const index = createToolIndex();
  index.setServer("s", tools(3, "bread"));
  // @ts-expect-error A tool has a name.
  await expect(index.loadServer("s", [{ name: "a" }, {}])).rejects.toThrow(/has no name/);
  // @ts-expect-error Tools are a list.
  await expect(index.loadServer("s", {})).rejects.toThrow(/they must be an array/);
  expect(index.size).toBe(3);
  await index.loadServer("s", tools(4, "bread"));
  expect(index.size).toBe(4);
});
