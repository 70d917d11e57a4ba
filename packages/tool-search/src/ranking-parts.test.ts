import { expect, test } from "vitest";
import { diversify } from "./diversify.ts";
import { findLeaders } from "./find-leaders.ts";
import { fuseRankings } from "./fuse-rankings.ts";
import { rate } from "./rate.ts";
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

test("a score grows with the share and with the number of words, between 0 and 1", () => {
  const scores = [rate(0, 1, 3), rate(0.1, 1, 3), rate(0.3, 1, 3), rate(0.3, 1, 9), rate(2, 1, 30)];
  expect(scores.toSorted((a, b) => a - b)).toEqual(scores);
  expect(scores[0]).toBe(0);
  expect(scores.at(-1)).toBeLessThanOrEqual(1);
  expect(rate(0, 0, 0)).toBe(0);
});

test("others come in where they fit nearly as well, and not where they do not", () => {
  const five = [0.8, 0.8, 0.8, 0.8, 0.8].map((score) => ({ server: "one", score }));
  const shown = (score: number): string[] =>
    diversify([...five, { server: "two", score }], 4, new Map()).map(({ server }) => server);
  expect(shown(0.78)).toEqual(["one", "one", "one", "two"]);
  expect(shown(0.5)).toEqual(["one", "one", "one", "one"]);
});

test("a server that was asked for may take all places", () => {
  const hits = [0.8, 0.8, 0.8].map((score) => ({ server: "one", score }));
  const all = [...hits, { server: "two", score: 0.79 }];
  expect(diversify(all, 3, new Map([["one", true]]))).toEqual(hits);
});

test("a summary is one sentence on one line of at most 100 characters", () => {
  expect(summarize("Reads a file.\nMore here.")).toBe("Reads a file.");
  expect(summarize("Uses v1.2 of\n  the API")).toBe("Uses v1.2 of the API");
  expect(summarize("查询天气。更多")).toBe("查询天气。");
  expect(summarize(undefined)).toBe("");
  const long = summarize("word ".repeat(100));
  expect(long.length).toBeLessThanOrEqual(80);
  expect(long).toMatch(/word…$/);
});
