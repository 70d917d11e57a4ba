import { expect, test } from "vitest";
import { diversify } from "./diversify.ts";
import { findLeaders } from "./find-leaders.ts";
import { fuseRankings } from "./fuse-rankings.ts";
import { measureFit } from "./measure-fit.ts";
import { rateHits } from "./rate-hits.ts";
import { summarize } from "./summarize.ts";

test("fusing rewards what both rankings have, and keeps what one has", () => {
  const rankings = [
    ["a", "b"],
    ["b", "c"],
  ];
  expect(fuseRankings(rankings)).toEqual(["b", "a", "c"]);
  expect(fuseRankings([["a", "b"], []])).toEqual(["a", "b"]);
  expect(fuseRankings([])).toEqual([]);
});

test("leaders are the best and all that equal the last of them", () => {
  const values = Float64Array.from({ length: 1000 }, (_, index) => Math.floor(index / 10) + 1);
  const items = Array.from(values.keys());
  const leaders = findLeaders(items, values, 25).toSorted((a, b) => a - b);
  expect(leaders).toEqual(items.slice(-30));
  expect(findLeaders(items, values, 2000)).toHaveLength(1000);
  const near = findLeaders(items, values, 25, 0.95).toSorted((a, b) => a - b);
  expect(near).toEqual(items.filter((item) => values[item]! >= 98 * 0.95));
});

test("a fit grows with the share and with the number of words, between 0 and 1", () => {
  const fits = [
    measureFit(0, 1, 3),
    measureFit(0.1, 1, 3),
    measureFit(0.3, 1, 3),
    measureFit(0.3, 1, 9),
    measureFit(2, 1, 30),
  ];
  expect(fits.toSorted((a, b) => a - b)).toEqual(fits);
  expect(fits[0]).toBe(0);
  expect(fits.at(-1)).toBeLessThanOrEqual(1);
  expect(measureFit(0, 0, 0)).toBe(0);
});

/** Scores in a query of four words, where a tool can reach 100 points. */
function rated(...hits: [string, number][]): number[] {
  return ratedWhere(() => 1, ...hits);
}

function ratedWhere(
  overlap: (tool: string, rival: string) => number,
  ...hits: [string, number][]
): number[] {
  const ranked = hits.map(([name, points]) => ({
    tool: name,
    server: "",
    name,
    points,
    isNamed: false,
  }));
  return rateHits(ranked, 100, 4, overlap);
}

test("a hit scores by its share, the words asked for and its lead over others that do something else", () => {
  // 1.8 times a share of 0.2 times 4 ** 0.75 words.
  const even = 1.8 * 0.2 * 4 ** 0.75;
  const [a, b] = rated(["a", 20], ["b", 20]);
  expect(a).toBeCloseTo(even / (1 + even));
  expect(b).toBe(a);
  const [first, second] = rated(["a", 20], ["b", 10]);
  expect(first).toBeCloseTo(1 - 1 / (1 + even * 2 ** 1.5));
  expect(second).toBeCloseTo(1 - 1 / (1 + (even / 2) * 0.5 ** 1.5));
  // The same tool elsewhere is no rival, and a greater lead than over one that is far behind says no more.
  const [own, other] = rated(["read_file", 20], ["readFile", 20], ["b", 2]);
  expect(other).toBe(own);
  expect(own).toBeCloseTo(1 - 1 / (1 + even * 4.5 ** 1.5));
  expect(rated(["a", 20])).toEqual([own]);
  // With no rival there is still the share that some tool has by chance.
  expect(rated(["a", 2])[0]).toBeCloseTo(rated(["a", 2], ["b", 2])[0]!);
  expect(rated()).toEqual([]);
});

test("a hit that answers another part of the query is a rival as far as it answers this one too", () => {
  const apart = ratedWhere(() => 0.5, ["a", 20], ["b", 10]);
  expect(apart).toEqual([
    ...rated(["a", 20], ["c", 5]).slice(0, 1),
    rated(["b", 10], ["c", 10])[0],
  ]);
});

test("a tool that is called by its name has no rival", () => {
  const hit = { points: 20, isNamed: false };
  const ranked = [
    { tool: 1, server: "", name: "a", points: 1, isNamed: true },
    { tool: 2, server: "", name: "b", ...hit },
  ];
  const [first, second] = rateHits(ranked, 100, 4, () => 1);
  expect(first).toBeGreaterThan(0.98);
  expect(second).toBeLessThan(first!);
  expect(rateHits([{ ...ranked[0]!, points: 0 }], 0, 0, () => 1)[0]).toBeGreaterThan(0.95);
});

test("others come in where they fit nearly as well, and not where they do not", () => {
  const five = [0.8, 0.8, 0.8, 0.8, 0.8].map((fit) => ({ server: "one", fit }));
  const shown = (fit: number): string[] =>
    diversify([...five, { server: "two", fit }], 4, new Map()).map(({ server }) => server);
  expect(shown(0.78)).toEqual(["one", "one", "one", "two"]);
  expect(shown(0.5)).toEqual(["one", "one", "one", "one"]);
});

test("a server that was asked for may take all places", () => {
  const hits = [0.8, 0.8, 0.8].map((fit) => ({ server: "one", fit }));
  const all = [...hits, { server: "two", fit: 0.79 }];
  expect(diversify(all, 3, new Map([["one", true]]))).toEqual(hits);
});

test("a summary is one sentence on one line of at most 80 characters", () => {
  expect(summarize("Reads a file.\nMore here.", false)).toBe("Reads a file.");
  expect(summarize("Uses v1.2 of\n  the API", false)).toBe("Uses v1.2 of the API");
  expect(summarize("查询天气。更多", false)).toBe("查询天气。");
  expect(summarize(undefined, false)).toBe("");
  expect(summarize("Read a file as text. DEPRECATED: Use read_text_file instead.", true)).toBe(
    "(deprecated) Read a file as text.",
  );
  expect(summarize("Deprecated. Use read_text_file.", true)).toBe("Deprecated.");
  expect(summarize("Looks at a project. Lists its deprecated packages.", false)).toBe(
    "Looks at a project.",
  );
  expect(summarize("Adds a reaction (e.g. a thumb). Returns it.", false)).toBe(
    "Adds a reaction (e.g. a thumb).",
  );
  expect(summarize("\n  🎯 Purpose:\n    1. Lists the **objects**. Pages them.\n", false)).toBe(
    "Lists the objects.",
  );
  expect(
    summarize("🛡️ Guardrails:\n 1. Changes data!\n\n🎯 Purpose:\n 1. Creates notes.\n", false),
  ).toBe("Creates notes.");
  expect(summarize("Tasks\n\nLists them all.", false)).toBe("Tasks");
  expect(summarize("--- ***", false)).toBe("--- *");
  const long = summarize("word ".repeat(100), false);
  expect(long.length).toBeLessThanOrEqual(80);
  expect(long).toMatch(/word…$/);
});
