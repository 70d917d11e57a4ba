import * as fc from "fast-check";
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

it("tells how many there are, with a key as four, and what memory they take", () => {
  const memory = 8 + 3 * 56 + 2 * 8 + 12;
  expect(boundValues('{"a":[1,{},"[,"]}', 10)).toEqual({ values: 10, memory });
});

it("counts as reading each character does, whatever stands in the texts", () => {
  const parts = fc.constantFrom('"', "\\", ",", "[", ":", "ä", "a".repeat(300));
  fc.assert(
    fc.property(fc.array(parts, { maxLength: 80 }), fc.nat(40), (pieces, most) => {
      const line = pieces.join("") + " ".repeat(most);
      let isTaken = true;
      try {
        boundValues(line, most);
      } catch {
        isTaken = false;
      }
      expect(isTaken).toBe(countEach(line, most) <= most);
    }),
    { numRuns: 2000 },
  );
});

/** The values, counted until there are too many. */
function countEach(line: string, most: number): number {
  let values = 1;
  let isText = false;
  for (let place = 0; place < line.length; place += 1) {
    const character = line[place];
    if (character === "\\" && isText) place += 1;
    else if (character === '"') isText = !isText;
    else if (!isText && character === ":") values += 4;
    else if (!isText && (character === "," || character === "[")) {
      values += 1;
      if (values > most) return values;
    }
  }
  return 0;
}
