import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { gatherOutput } from "./gathered-output.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it("tells the first at once, and the rest a few times a second", () => {
  const told: string[] = [];
  const output = gatherOutput((text) => told.push(text));
  output.add("a");
  for (let n = 0; n < 1_000; n += 1) output.add("b");
  expect(told).toEqual(["a"]);
  vi.advanceTimersByTime(100);
  expect(told).toEqual(["a", "b".repeat(1_000)]);
  output.add("c");
  output.end();
  expect(told.at(-1)).toBe("c");
  vi.advanceTimersByTime(1_000);
  expect(told).toHaveLength(3);
  expect(vi.getTimerCount()).toBe(0);
});

it("says nothing of output that is none", () => {
  const told: string[] = [];
  const output = gatherOutput((text) => told.push(text));
  for (let n = 0; n < 1_000; n += 1) output.add("");
  output.end();
  expect(told).toEqual([]);
});
