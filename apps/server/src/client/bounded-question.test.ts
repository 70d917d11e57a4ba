import { expect, it } from "vitest";
import { approvalQuestion } from "./approval-question.ts";
import { forwardedPage, isForwardedForm } from "./forwarded-question.ts";

const question = (args: Record<string, unknown>): string =>
  approvalQuestion({ server: "s", tool: "t", arguments: args }).message;

it("reads no more of a hundred million characters than it shows", () => {
  const text = "🎉".repeat(50_000_000);
  const began = process.cpuUsage();
  const message = question({ text });
  const { user, system } = process.cpuUsage(began);
  expect(message).toMatch(/"🎉{300}" … 99999200 more characters … "🎉{100}"/u);
  expect(message).toContain("more than 200,000 characters");
  expect((user + system) / 1000).toBeLessThan(500);
});

it("shows few of a million values, each level of which has as many as are shown", () => {
  let level: unknown = 1;
  // Shared, so that 30 to the seventh are there without being made.
  for (let depth = 0; depth < 7; depth += 1) level = Array(30).fill(level);
  const began = process.cpuUsage();
  const message = question({ level });
  const { user, system } = process.cpuUsage(began);
  expect(message.split("\n").length).toBeLessThan(100);
  expect(message).toContain("too long to show whole");
  expect((user + system) / 1000).toBeLessThan(2_000);
});

it("puts no form to a person that nobody could answer, and no endless address", () => {
  const properties = Object.fromEntries(
    Array.from({ length: 5_000 }, (_, index) => [`field${index}`, { type: "string" }]),
  );
  expect(isForwardedForm({ type: "object", properties: { name: { type: "string" } } })).toBe(true);
  expect(isForwardedForm({ type: "object", properties })).toBe(false);
  expect(
    isForwardedForm({ type: "object", properties: { a: { title: "x".repeat(20_000) } } }),
  ).toBe(false);
  expect(forwardedPage("https://example.com/a")).toBe("https://example.com/a");
  expect(forwardedPage(`https://example.com/${"a".repeat(10_000)}`)).toBeUndefined();
});
