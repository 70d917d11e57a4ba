import { expect, it } from "vitest";
import { createReportedDoubts } from "./reported-doubts.ts";

it("says each doubt once, and those about a server however many there are about another", () => {
  const reported = createReportedDoubts();
  const about = (server: string): boolean[] =>
    Array.from({ length: 200 }, (_, number) => reported.take(server, `doubt ${number}`));
  expect(about("changing").filter(Boolean)).toHaveLength(10);
  expect(reported.take("other", "doubt 0")).toBe(true);
  expect(reported.take("other", "doubt 0")).toBe(false);
});
