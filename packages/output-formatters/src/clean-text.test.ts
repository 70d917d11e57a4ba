import { describe, expect, test } from "vitest";
import { cleanPrintedLine, cleanText, trimTrailingNewlines } from "./clean-text.ts";

describe("cleanText", () => {
  test.each([
    ["colour", "\u001B[1;31mred\u001B[0m", "red"],
    ["colour with colons", "\u001B[38:2::1:2:3mred\u001B[m", "red"],
    ["eight-bit introducer", "\u009B31mred", "red"],
    ["cursor and erase", "\u001B[2K\u001B[1A\u001B[?25lx\u001B[1 q", "x"],
    ["title with blanks", "\u001B]0;my own title\u0007x", "x"],
    ["link", "\u001B]8;;https://example.com/a b\u001B\\link\u001B]8;;\u001B\\", "link"],
    ["picture", "\u001BPq#0;2;0\u001B\\x", "x"],
    ["character set", "\u001B(Bx\u001B7\u001B8", "x"],
    ["a title without end costs no text", "\u001B]0;first\nsecond", "0;first\nsecond"],
    ["a lone escape", "x\u001B", "x"],
    ["control characters", "a\u0000b\u0007c\u0008d\u007Fe\u0085f", "abcdef"],
    ["tabs and newlines stay", "a\tb\n\tc", "a\tb\n\tc"],
    ["every line break is a newline", "a\r\nb\rc\fd\ve", "a\nb\nc\nd\ne"],
    ["brackets are text", "a[0] [31m ]0;", "a[0] [31m ]0;"],
    [
      "other writing stays",
      "\u00E9\u200D\u{1F600}\u00A0\uD800",
      "\u00E9\u200D\u{1F600}\u00A0\uD800",
    ],
  ])("%s", (_name, text, clean) => {
    expect(cleanText(text)).toBe(clean);
  });
});

describe("cleanPrintedLine", () => {
  test.each([
    ["plain", " a ", " a "],
    ["line break of Windows", "a  \r", "a  "],
    ["progress bar", "\r 10%\r 50%\r100%", "100%"],
    ["progress bar before its next state", " 10%\r 50%\r", " 50%"],
    ["padding of a shorter state", "loading\rdone   ", "done"],
    ["wiped", "\r 10%\r    \r", ""],
    ["redrawn by erasing", "\r\u001B[K 10%\r\u001B[Kok", "ok"],
  ])("%s", (_name, line, shown) => {
    expect(cleanPrintedLine(line)).toBe(shown);
  });
});

test("trimTrailingNewlines keeps other white space", () => {
  expect(trimTrailingNewlines("\n a \n \n\n")).toBe("\n a \n ");
  expect(trimTrailingNewlines("\n\n")).toBe("");
});
