import { expect, test } from "vitest";
import { createToolIndex, ToolSearchError, type SearchableTool } from "./index.ts";

const million = 1_000_000;

test("huge texts and queries are read in part", async () => {
  const index = createToolIndex();
  index.setServer("huge", [
    { name: "words", description: `zebra ${"word ".repeat(million / 5)}` },
    { name: "letters", description: "x".repeat(million) },
    { name: "han", description: "漢".repeat(million) },
    { name: "thai", description: "ก".repeat(million) },
    { name: "aA".repeat(million / 2) },
  ]);
  expect((await index.search("zebra"))[0]?.tool).toBe("words");
  const queries = [
    "zebra ".repeat(million / 6),
    `zebra ${"漢".repeat(million)}`,
    "aB".repeat(million),
  ];
  expect((await index.search(queries[0]!))[0]?.tool).toBe("words");
  for (const query of queries) await index.search(query, { explain: true });
});

test("schemas that are cyclic, deep, wide or no schemas are read in part", async () => {
  const cyclic: { properties: Record<string, unknown>; items?: unknown } = { properties: {} };
  cyclic.properties["zebra"] = cyclic;
  cyclic.items = cyclic;
  let deep: object = {};
  for (let level = 0; level < 100_000; level++) deep = { properties: { quagga: deep } };
  const wide = Object.fromEntries(
    Array.from({ length: 10_000 }, (_, index) => [
      `okapi${index}`,
      { description: "o".repeat(100) },
    ]),
  );
  const wrong = { properties: [1], required: "x", enum: "y", anyOf: {}, items: null };
  const index = createToolIndex();
  index.setServer("odd", [
    { name: "cyclic", inputSchema: cyclic },
    { name: "deep", inputSchema: deep },
    { name: "wide", inputSchema: { type: "object", properties: wide } },
    { name: "wrong", inputSchema: wrong },
  ]);
  expect((await index.search("zebra"))[0]?.tool).toBe("cyclic");
  expect((await index.search("quagga"))[0]?.tool).toBe("deep");
  const [hit] = await index.search("okapi7");
  expect(hit?.tool).toBe("wide");
  expect(hit?.signature.length).toBeLessThan(400);
  expect((await index.search("wrong"))[0]?.signature).toMatch(/^wrong\(/);
});

test("names of object members are words like others", async () => {
  const index = createToolIndex();
  const properties: object = JSON.parse('{"__proto__": {"type": "constructor"}, "toString": {}}');
  index.setServer("__proto__", [
    { name: "__proto__", description: "hasOwnProperty" },
    { name: "constructor", inputSchema: { properties } },
  ]);
  const [hit] = await index.search("constructor", { explain: true });
  expect(hit).toMatchObject({ server: "__proto__", tool: "constructor" });
  expect(hit?.signature).toBe("constructor(__proto__?, toString?)");
  index.removeServer("__proto__");
  expect(index.size).toBe(0);
});

test("control characters do not reach the shown lines", async () => {
  const index = createToolIndex();
  const description = "Bakes\u0000 a\u001b[31m red\u202e\ncake. Then more.";
  index.setServer("s", [
    { name: "bake", description, inputSchema: { properties: { "a\nb": {} } } },
  ]);
  const [hit] = await index.search("bake");
  expect(hit?.description).toBe("Bakes a [31m red cake.");
  expect(hit?.signature).toBe('bake("a b"?)');
});

test("one tool, and tools that are all alike, are found in the order of names", async () => {
  const one = createToolIndex();
  one.setServer("s", [{ name: "bake_bread" }]);
  const [hit] = await one.search("how do I bake bread");
  expect(hit?.score).toBeGreaterThan(0.5);
  const index = createToolIndex();
  for (let number = 999; number >= 500; number--) {
    index.setServer(`s${number}`, [{ name: "bake", description: "" }]);
  }
  const hits = await index.search("bake");
  expect(hits.map(({ server }) => server)).toEqual(["s500", "s501", "s502", "s503", "s504"]);
  expect(new Set(hits.map(({ score }) => score)).size).toBe(1);
});

test("names of signs only do no harm", async () => {
  const index = createToolIndex();
  index.setServer("🎉", [
    { name: "🚀🔥", description: "🎉" },
    { name: "", description: "" },
    { name: "---", description: "Bake 🍞 bread" },
  ]);
  expect((await index.search("bread 🍞")).map(({ tool }) => tool)).toEqual(["---"]);
  expect(await index.search("🚀")).toEqual([]);
  index.removeServer("🎉");
  expect(index.size).toBe(0);
});

test("odd limits give no more than there is", async () => {
  const index = createToolIndex();
  index.setServer("s", [{ name: "bake" }, { name: "bake_cake" }]);
  for (const limit of [0, -1, Number.NaN])
    expect(await index.search("bake", { limit })).toEqual([]);
  expect(await index.search("bake", { limit: Infinity })).toHaveLength(2);
});

test("a tool without a name is refused, and the index stays as it was", async () => {
  const index = createToolIndex();
  index.setServer("s", [{ name: "bake" }]);
  const nameless = [{ description: "no name" }] as unknown as SearchableTool[];
  expect(() => index.setServer("s", nameless)).toThrow(ToolSearchError);
  expect(() => index.setServer("s", nameless)).toThrow('server "s" has no name');
  expect(await index.search("bake")).toHaveLength(1);
});
