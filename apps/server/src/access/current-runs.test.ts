import { expect, it } from "vitest";
import { createCurrentRuns } from "./current-runs.ts";

it("begins anew with each run of a session, and keeps those of other sessions", () => {
  const counts = createCurrentRuns(() => ({ count: 0 }));
  const add = (session: string, run: string): number => (counts.of({ session, run }).count += 1);
  expect([add("a", "1"), add("b", "2"), add("a", "1"), add("a", "3"), add("b", "2")]).toEqual([
    1, 1, 2, 1, 2,
  ]);
});

it("keeps no more than a thousand, whatever sessions are called", () => {
  const kept = createCurrentRuns(() => ({}));
  const first = kept.of({ session: "first", run: "1" });
  const notes = Array.from({ length: 999 }, (_, at) =>
    kept.of({ session: `s${at}`, run: `${at}` }),
  );
  expect(kept.of({ session: "first", run: "1" })).toBe(first);
  expect(kept.of({ session: "s0", run: "0" })).toBe(notes[0]);
  kept.of({ session: "one more", run: "x" });
  expect(kept.of({ session: "s0", run: "0" })).toBe(notes[0]);
  expect(kept.of({ session: "first", run: "1" })).toBe(first);
  expect(kept.of({ session: "s1", run: "1" })).not.toBe(notes[1]);
});

it("keeps what a run that goes on asks about, however many sessions come and go beside it", () => {
  const kept = createCurrentRuns(() => ({}));
  const first = kept.of({ session: "first", run: "1" });
  for (let other = 0; other < 3_000; other += 1) {
    kept.of({ session: `s${other}`, run: `${other}` });
    expect(kept.of({ session: "first", run: "1" })).toBe(first);
  }
});
