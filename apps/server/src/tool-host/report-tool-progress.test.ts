import type { CallContext, ToolHost } from "@mcp-code-execution/sandbox-runtime";
import { expect, it } from "vitest";
import { reportToolProgress, type ToolCallProgress } from "./report-tool-progress.ts";

it("progress is told at its pace, whatever the server says of its end, and as text that shows", async () => {
  const reports = 5000;
  const host: Partial<ToolHost> = {
    async callTool(_request, context) {
      for (let step = 1; step <= reports; step += 1) {
        context.onProgress?.({
          progress: step,
          total: step,
          message: "\u001B[2J" + "x".repeat(2000),
        });
      }
      return { content: [] };
    },
  };
  const told: ToolCallProgress[] = [];
  const reporting = reportToolProgress(host as ToolHost, () => (progress) => told.push(progress));
  const context: Partial<CallContext> = { run: "1" };
  await reporting.callTool({ server: "s", tool: "t", arguments: {} }, context as CallContext);
  expect(told[0]).toMatchObject({ server: "s", tool: "t", progress: 1, total: 1 });
  expect(told[0]?.message).toMatch(/^\\u001b\[2Jx{496} … 1504 more characters$/);
  expect(told.length).toBeLessThan(reports / 10);
});
