import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { type LimitedCall, TimeLimit } from "./time-limit.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function callOf(ended: string[], name: string): LimitedCall {
  return { dueAt: 0, timeIsUp: () => void ended.push(name) };
}

it("ends each call when its own time is up, with one timer for all of them", () => {
  const limit = new TimeLimit(1000);
  const ended: string[] = [];
  const [first, second, third] = ["first", "second", "third"].map((name) => callOf(ended, name));
  for (const call of [first, second, third]) {
    if (call) limit.start(call);
    vi.advanceTimersByTime(300);
    expect(vi.getTimerCount()).toBe(1);
  }
  // Anew: it now ends after the others.
  if (first) limit.start(first);
  if (second) limit.stop(second);
  vi.advanceTimersByTime(699);
  expect(ended).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(ended).toEqual(["third"]);
  vi.advanceTimersByTime(299);
  expect(ended).toEqual(["third"]);
  vi.advanceTimersByTime(1);
  expect(ended).toEqual(["third", "first"]);
  expect(vi.getTimerCount()).toBe(0);
});

it("takes calls that begin while others end, and keeps no timer for none", () => {
  const limit = new TimeLimit(1000);
  const ended: string[] = [];
  const later = callOf(ended, "later");
  limit.start({
    dueAt: 0,
    timeIsUp() {
      ended.push("earlier");
      limit.start(later);
    },
  });
  vi.advanceTimersByTime(1000);
  expect(ended).toEqual(["earlier"]);
  expect(vi.getTimerCount()).toBe(1);
  limit.stop(later);
  expect(vi.getTimerCount()).toBe(0);
});

it("does not end calls without a limit", () => {
  const limit = new TimeLimit(Number.POSITIVE_INFINITY);
  const call = callOf([], "endless");
  limit.start(call);
  expect(call.dueAt).toBe(Number.POSITIVE_INFINITY);
  expect(vi.getTimerCount()).toBe(0);
});
