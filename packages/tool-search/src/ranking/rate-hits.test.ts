import { expect, test } from "vitest";
import { rateHits } from "./rate-hits.ts";

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
