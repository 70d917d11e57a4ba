import { expect, test } from "vitest";
import { argumentsDigest } from "./arguments-digest.ts";

test("the order of keys does not count, at any depth; everything else does", () => {
  const digest = argumentsDigest({ a: 1, b: { c: [1, { d: 2, e: 3 }] } });
  expect(digest).toMatch(/^sha256:[0-9a-f]{64}$/);
  expect(argumentsDigest({ b: { c: [1, { e: 3, d: 2 }] }, a: 1 })).toBe(digest);
  expect(argumentsDigest({ a: "1", b: { c: [1, { d: 2, e: 3 }] } })).not.toBe(digest);
  expect(argumentsDigest({ a: 1, b: { c: [{ d: 2, e: 3 }, 1] } })).not.toBe(digest);
});
