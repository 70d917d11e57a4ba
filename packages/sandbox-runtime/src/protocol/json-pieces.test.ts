import * as fc from "fast-check";
import { expect, it } from "vitest";
import { jsonPieces } from "./json-pieces.ts";

const long = `${"a".repeat(300_000)}"\\\n🚀${"ä".repeat(300_000)}`;

it("says what JSON.stringify says", () => {
  const text = fc.oneof(fc.string({ unit: "binary" }), fc.constant(long));
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof(
      { maxDepth: 4 },
      text,
      fc.constantFrom(1, -0.5, true, null, undefined),
      fc.array(tie("tree"), { maxLength: 4 }),
      fc.dictionary(fc.string(), tie("tree"), { maxKeys: 4 }),
    ),
  }));
  fc.assert(
    fc.property(tree, (value) => {
      const frame = { type: "call-result", value };
      expect([...jsonPieces(frame)].join("") === JSON.stringify(frame)).toBe(true);
    }),
    { numRuns: 200 },
  );
});

it.each([
  ["an emoji on every place", "🚀".repeat(400_000)],
  ["half a character on every place", `${"a".repeat(262_143)}\ud83d${"\ud83d".repeat(300_000)}`],
])("cuts no character in two: %s", (_, text) => {
  expect(JSON.parse([...jsonPieces(text)].join("")) === text).toBe(true);
});

it("has no piece of a long text's size", () => {
  const sizes = [...jsonPieces({ content: [{ type: "text", text: long + long }] })].map(
    (one) => one.length,
  );
  expect(Math.max(...sizes)).toBeLessThan(300_000);
  expect(sizes.length).toBeGreaterThan(5);
});

it("gives the bytes of a text that came as JSON", () => {
  const came = Buffer.from(`"\\u0061${"a".repeat(299_999)}"`);
  const known = new Map([["a".repeat(300_000), [came.subarray(0, 9), came.subarray(9)]]]);
  const value = { known: "a".repeat(300_000), other: "b".repeat(300_000) };
  const pieces = [...jsonPieces(value, known)];
  const json = Buffer.concat(pieces.map((piece) => Buffer.from(piece)));
  expect(json.toString().startsWith('{"known":"\\u0061aaa')).toBe(true);
  expect(JSON.parse(json.toString())).toEqual(value);
});
