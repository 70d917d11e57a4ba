import { expect, test } from "vitest";
import { findLeaders } from "./find-leaders.ts";

test("leaders are the best and all that equal the last of them", () => {
  const values = Float64Array.from({ length: 1000 }, (_, index) => Math.floor(index / 10) + 1);
  const items = Array.from(values.keys());
  const leaders = findLeaders(items, values, 25).toSorted((a, b) => a - b);
  expect(leaders).toEqual(items.slice(-30));
  expect(findLeaders(items, values, 2000)).toHaveLength(1000);
  const near = findLeaders(items, values, 25, 0.95).toSorted((a, b) => a - b);
  expect(near).toEqual(items.filter((item) => values[item]! >= 98 * 0.95));
});
