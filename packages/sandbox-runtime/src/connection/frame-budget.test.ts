import { expect, it } from "vitest";
import { FrameBudget } from "./frame-budget.ts";

const limits = { frames: 3, bytes: 100, framesPerSecond: 2, bytesPerSecond: 10 };

it("takes much at once, and less for long", () => {
  let now = 0;
  const budget = new FrameBudget(limits, () => now);
  for (let sent = 0; sent < 3; sent += 1) budget.spend(1);
  expect(() => budget.spend(1)).toThrow("more frames");
  now += 2_000;
  budget.spend(1);
  budget.spend(1);
  now += 60_000;
  for (let sent = 0; sent < 3; sent += 1) budget.spend(1);
  expect(() => budget.spend(1)).toThrow(RangeError);
});

it("counts bytes, too", () => {
  let now = 0;
  const budget = new FrameBudget(limits, () => now);
  budget.spend(90);
  expect(() => budget.spend(20)).toThrow("more bytes");
  now += 60_000;
  budget.spend(100);
});
