import type { CatalogTool } from "@mcp-code-execution/mcp-proxy-registry";
import { expect, it } from "vitest";
import { pythonNamePatterns } from "./python-name-patterns.ts";

const tools = ["delete-note", "delete-file", "read_note"].map((name): CatalogTool => {
  const alias = name.replaceAll("-", "_");
  return { server: "notes", name, alias, description: "", inputSchema: {}, signature: "" };
});

it("names the tools that were meant", () => {
  expect(pythonNamePatterns("notes", { deny: ["delete_*", "x"] }, tools)).toEqual([
    'configuration: "delete_*" in tools.deny of the entry "notes" matches no tool, since rules take the names that the server gives: delete-note, delete-file',
  ]);
  expect(pythonNamePatterns("notes", { allow: ["delete_file"], ask: "always" }, tools)).toEqual([
    expect.stringContaining("in tools.allow of the entry"),
  ]);
});

it("says nothing of patterns that match, or that could not have been meant so", () => {
  const rules = { allow: ["*_note", "*-*"], deny: ["burn_*"], ask: ["read_note"] };
  expect(pythonNamePatterns("notes", rules, tools)).toEqual([]);
});
