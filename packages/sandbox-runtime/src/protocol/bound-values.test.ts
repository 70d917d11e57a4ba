import { expect, it } from "vitest";
import { boundValues } from "./bound-values.ts";

it.each([
  ["empty objects", `[${Array.from({ length: 20 }, () => "{}").join()}]`],
  ["numbers", `[${Array.from({ length: 30 }, () => "0").join()}]`],
  ["lists in lists", `${"[".repeat(20)}${"]".repeat(20)}`],
  ["keys", '{"a":1,"b":2,"c":3}'],
  ["after a text that ends in a backslash", String.raw`["\\",0,0,0,0,0,0,0,0,0,0]`],
])("refuses too many %s", (_, line) => {
  expect(() => boundValues(line, 10)).toThrow("a frame of more than 10 values");
});

it.each([
  ["few values", "[1,2,3,4,5,6,7,8]"],
  ["a text that looks like many", JSON.stringify("[{,".repeat(100))],
  ["a text with quotes in it", JSON.stringify('",{'.repeat(100))],
])("takes %s", (_, line) => {
  expect(() => boundValues(line, 10)).not.toThrow();
});
