import type { ToolRules } from "@mcp-code-execution/config";
import { expect, it } from "vitest";
import { judgeTool, type JudgedTool, type Verdict } from "./judge-tool.ts";

const tool = (name: string, annotations?: JudgedTool["annotations"]): JudgedTool => ({
  name,
  ...(annotations && { annotations }),
});

it.each<[ToolRules, Verdict]>([
  [{}, "allow"],
  [{ deny: ["delete_*"] }, "deny"],
  [{ allow: ["*"], deny: ["delete_*"] }, "deny"],
  [{ allow: ["delete_repo"], deny: ["delete_repo"], ask: ["delete_repo"] }, "deny"],
  [{ allow: ["get_*"] }, "deny"],
  [{ allow: [] }, "deny"],
  [{ allow: ["delete_*"] }, "allow"],
  [{ allow: ["delete_*"], ask: ["*_repo"] }, "ask"],
  [{ also: { deny: ["delete_*"] } }, "deny"],
  [{ ask: ["*"], also: { allow: ["get_*"] } }, "deny"],
  [{ ask: ["*"], also: { deny: ["get_*"] } }, "ask"],
  [{ also: { ask: "always" } }, "ask"],
  [{ deny: ["*"], also: { ask: "never" } }, "deny"],
  [{ also: { also: { deny: ["*"] } } }, "deny"],
  [{ deny: ["Delete_Repo", "delete_rep"] }, "allow"],
])("the rules %j: %s", (rules, verdict) => {
  expect(judgeTool(tool("delete_repo"), rules, "never")).toBe(verdict);
});

it.each([
  [undefined, "ask"],
  [{}, "ask"],
  [{ readOnlyHint: true }, "allow"],
  [{ readOnlyHint: true, destructiveHint: true }, "allow"],
  [{ destructiveHint: false }, "allow"],
  [{ readOnlyHint: false }, "ask"],
  [{ readOnlyHint: "true", destructiveHint: "false" }, "ask"],
] as const)('a tool with the annotations %j under "destructive": %s', (annotations, verdict) => {
  expect(judgeTool(tool("x", annotations), {}, "destructive")).toBe(verdict);
  expect(judgeTool(tool("x", annotations), { ask: "destructive" }, "never")).toBe(verdict);
});

it("an entry's ask takes the place of the setting", () => {
  const harmless = tool("x", { readOnlyHint: true });
  expect(judgeTool(harmless, {}, "always")).toBe("ask");
  expect(judgeTool(harmless, { ask: "never" }, "always")).toBe("allow");
  expect(judgeTool(harmless, { ask: ["y"] }, "always")).toBe("allow");
  expect(judgeTool(harmless, { ask: [] }, "always")).toBe("allow");
});
