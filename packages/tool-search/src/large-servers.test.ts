import { expect, it, test } from "vitest";
import { createToolIndex } from "./tool-index.ts";

const tools = Array.from({ length: 3_000 }, (_, tool) => ({
  name: `tool_number_${tool}_for_orchards`,
  description: Array.from({ length: 60 }, (_each, word) => `w${tool}x${word}`).join(" "),
}));

it.each(["the first time", "each time that its tools change"])(
  "reads of a server that has words without end a bounded part, %s",
  async (when) => {
    const index = createToolIndex({ spelling: false, values: false });
    index.setServer("other", [{ name: "prune", description: "w9999x1 of a tree" }]);
    for (let times = when === "the first time" ? 1 : 3; times > 0; times -= 1) {
      index.setServer("endless", tools);
    }
    const found = async (query: string): Promise<(string | undefined)[]> =>
      (await index.search(query, { limit: 3 })).map(({ tool }) => tool);
    expect(await found("w7x30")).toEqual(["tool_number_7_for_orchards"]);
    expect(await found("w2999x30")).toEqual([]);
    expect(await found("tool_number_2999_for_orchards")).toContain("tool_number_2999_for_orchards");
    expect(await found("w9999x1")).toEqual(["prune"]);
  },
);

test("reads of a server that has signs without end a bounded part", async () => {
  const index = createToolIndex();
  const number = 9_000;
  const signs = "!?.,;:- ".repeat(500);
  const wordless = Array.from({ length: number }, (_, tool) => ({
    name: `tool_number_${tool}_for_orchards`,
    description: `w${tool}x${signs}`,
  }));
  index.setServer("endless", wordless);
  const found = async (query: string): Promise<(string | undefined)[]> =>
    (await index.search(query, { limit: 3 })).map(({ tool }) => tool);
  expect(await found("w7x")).toEqual(["tool_number_7_for_orchards"]);
  expect(await found("w8999x")).not.toContain("tool_number_8999_for_orchards");
  expect(await found("tool_number_8999_for_orchards")).toContain("tool_number_8999_for_orchards");
});
