import { expect, it } from "vitest";
import { createSaidDoubts } from "./said-doubts.ts";

it("says each doubt once, and those about a server however many there are about another", () => {
  const said = createSaidDoubts();
  const about = (server: string): boolean[] =>
    Array.from({ length: 200 }, (_, number) => said.take(server, `doubt ${number}`));
  expect(about("changing").filter(Boolean)).toHaveLength(10);
  expect(said.take("other", "doubt 0")).toBe(true);
  expect(said.take("other", "doubt 0")).toBe(false);
});
