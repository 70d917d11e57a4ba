import { expect, it } from "vitest";
import { createRunNotes } from "./run-notes.ts";

it("keeps what is noted of a run, however many others come and go meanwhile", () => {
  const counts = createRunNotes(() => ({ count: 0 }));
  const add = (runKey: object): number => (counts.of(runKey).count += 1);
  const [one, other] = [{}, {}];
  expect([add(one), add(other), add(one)]).toEqual([1, 1, 2]);
  for (let run = 0; run < 5_000; run += 1) add({});
  expect([add(one), add(other)]).toEqual([3, 2]);
});
