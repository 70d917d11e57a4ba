import { expect, test } from "vitest";
import { columns } from "./columns.ts";
import { paintFor } from "./paint.ts";
import { terminalText } from "./terminal-text.ts";
import { byteSize, duration } from "./units.ts";

test("colours go to terminals that have them, and to nothing else", () => {
  expect(paintFor({}).bad("x")).toBe("x");
  expect(paintFor({ hasColors: () => false }).bad("x")).toBe("x");
  expect(paintFor({ hasColors: () => true }).bad("x")).toBe("\u001B[31mx\u001B[39m");
});

test("columns line up, whatever is coloured", () => {
  const { good } = paintFor({ hasColors: () => true });
  expect(columns([[good("ok"), "one"], ["failed", "two"], ["x"]])).toEqual([
    `${good("ok")}      one`,
    "failed  two",
    "x",
  ]);
});

test("a long cell does not move the other rows", () => {
  const long = "x".repeat(61);
  expect(
    columns([
      [long, "one"],
      ["short", "two"],
    ]),
  ).toEqual([`${long}  one`, "short  two"]);
});

test("what servers say commands no terminal", () => {
  expect(terminalText("a\tb\n\u001B[31mred\u009B2J")).toBe("a\tb\n\\u001b[31mred\\u009b2J");
});

test("times and sizes have the unit that fits", () => {
  expect([850, 2_449, 200_000, 7_300_000, 400_000_000].map(duration)).toEqual([
    "850 ms",
    "2.4 s",
    "3 min",
    "2 h",
    "5 days",
  ]);
  expect(byteSize(536_870_912)).toBe("512 MiB");
});
