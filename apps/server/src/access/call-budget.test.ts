import { expect, it } from "vitest";
import { createCallBudget } from "./call-budget.ts";

const call = { runKey: {}, server: "github", tool: "get_issue" };

it("counts each run by itself", () => {
  const budget = createCallBudget(2);
  const spend =
    (over: Partial<typeof call> = {}) =>
    () =>
      budget.spend({ ...call, ...over });
  expect(spend()).not.toThrow();
  expect(spend({ tool: "other" })).not.toThrow();
  expect(spend()).toThrow(
    expect.objectContaining({ name: "AccessError", code: "call-limit", server: "github" }),
  );
  expect(spend()).toThrow("This run has made 2 tool calls");
  expect(spend({ runKey: {} })).not.toThrow();
  expect(spend()).toThrow("MCP_BRIDGE_MAX_TOOL_CALLS");
});

it("counts nothing where there is no limit", () => {
  const budget = createCallBudget(0);
  for (let index = 0; index < 20_000; index += 1) budget.spend(call);
  expect(() => budget.spend(call)).not.toThrow();
});
