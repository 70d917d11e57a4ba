import { expect, it } from "vitest";
import { reportToolProgress, type ToolCallProgress } from "./report-tool-progress.ts";

it("progress is told at its pace, whatever the server says of its end, and as text that shows", () => {
  const reports = 5000;
  const told: ToolCallProgress[] = [];
  const take = reportToolProgress({ server: "s", tool: "t" }, (progress) => told.push(progress));
  for (let step = 1; step <= reports; step += 1) {
    take({ progress: step, total: step, message: "\u001B[2J" + "x".repeat(2000) });
  }
  expect(told[0]).toMatchObject({ server: "s", tool: "t", progress: 1, total: 1 });
  expect(told[0]?.message).toMatch(/^\\u001b\[2Jx{496} … 1504 more characters$/);
  expect(told.length).toBeLessThan(reports / 10);
});
