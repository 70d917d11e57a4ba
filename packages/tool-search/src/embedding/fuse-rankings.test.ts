import { expect, test } from "vitest";
import { fuseRankings } from "./fuse-rankings.ts";

test("fusing rewards what both rankings have, and keeps what one has", () => {
  const rankings = [
    ["a", "b"],
    ["b", "c"],
  ];
  expect(fuseRankings(rankings)).toEqual(["b", "a", "c"]);
  expect(fuseRankings([["a", "b"], []])).toEqual(["a", "b"]);
  expect(fuseRankings([])).toEqual([]);
});
