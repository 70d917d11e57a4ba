import { expect, test } from "vitest";
import { parseByteSize } from "./byte-size.ts";

test.each([
  ["512m", 512 * 1024 ** 2],
  ["512MB", 512 * 1024 ** 2],
  ["512MiB", 512 * 1024 ** 2],
  ["512Mi", 512 * 1024 ** 2],
  [" 1 g ", 1024 ** 3],
  ["1.5g", 1.5 * 1024 ** 3],
  ["64k", 65_536],
  ["2T", 2 * 1024 ** 4],
  ["536870912", 536_870_912],
  ["100b", 100],
])("%s is a size", (text, bytes) => {
  expect(parseByteSize(text)).toBe(bytes);
});

test.each([
  "",
  "m",
  "-1m",
  "1,5g",
  "1.g",
  "512 mega",
  "512x",
  "0x10",
  "1e3",
  "9007199254740993",
  "99999t",
])("%j is no size", (text) => {
  expect(parseByteSize(text)).toBeUndefined();
});
