import { expect, it } from "vitest";
import type { CatalogTool } from "../catalog/catalog-types.ts";
import { unknownTool } from "./unknown-tool.ts";

function messageFor(wrong: string, names: readonly string[]): string {
  const tools = names.map((name): CatalogTool => ({
    server: "s",
    name,
    alias: name,
    description: "",
    inputSchema: {},
    signature: `${name}(**arguments)`,
  }));
  return unknownTool("s", wrong, { tools }).message;
}

it("names the nearest tools, or all of them if there are few", () => {
  expect(messageFor("get_isue", ["get_issue", "query"])).toContain(
    "The nearest: get_issue. To call the first: get_issue(**arguments).",
  );
  expect(messageFor("execute_sql", ["query", "explain"])).toBe(
    'Server "s" has no tool "execute_sql". It has only: query, explain. Search the tools for what it should do.',
  );
  expect(messageFor("execute_sql", [])).toContain("It has no tools.");
});

it("only counts many tools, and long names", () => {
  const many = Array.from({ length: 11 }, (_, index) => `q${index}`);
  for (const names of [many, ["q".repeat(500)]]) {
    expect(messageFor("execute_sql", names)).toContain("none with a name like that");
  }
});
