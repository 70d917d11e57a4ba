import { expect, it } from "vitest";
import { createLogLimit } from "./log-limit.ts";

it("a log lets a hundred lines a second through, every error, and says how many were left out", () => {
  let now = 0;
  const lines: string[] = [];
  const log = createLogLimit(
    (_level, message) => void lines.push(message),
    () => now,
  );
  for (let line = 0; line < 150; line += 1) log("info", `line ${line}`);
  log("error", "worse");
  expect(lines).toHaveLength(101);
  expect(lines.slice(-2)).toEqual(["line 99", "worse"]);
  now = 1000;
  log("debug", "later");
  expect(lines.slice(-2)).toEqual(["50 more lines were left out", "later"]);
});
