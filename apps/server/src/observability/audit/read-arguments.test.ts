import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { readArguments } from "./read-arguments.ts";

const argumentsDigest = async (args: Record<string, unknown>): Promise<string> =>
  (await readArguments(args, 0)).digest;

test("the order of keys does not count, at any depth; everything else does", async () => {
  const digest = await argumentsDigest({ a: 1, b: { c: [1, { d: 2, e: 3 }] } });
  expect(digest).toMatch(/^sha256:[0-9a-f]{64}$/);
  expect(await argumentsDigest({ b: { c: [1, { e: 3, d: 2 }] }, a: 1 })).toBe(digest);
  expect(await argumentsDigest({ a: "1", b: { c: [1, { d: 2, e: 3 }] } })).not.toBe(digest);
  expect(await argumentsDigest({ a: 1, b: { c: [{ d: 2, e: 3 }, 1] } })).not.toBe(digest);
});

test("it is the digest of what JSON.stringify writes, in however many pieces", async () => {
  const long = `${"a".repeat(256 * 1024 - 1)}\u{1f389}\ud800"\\\n`.repeat(3);
  const args = { "1": 1, "10": [], a: { b: null, c: [true, -0.5, "x", [{}]] }, long, z: "" };
  const sha = createHash("sha256").update(JSON.stringify(args)).digest("hex");
  expect(await argumentsDigest(args)).toBe(`sha256:${sha}`);
});

test("others have their turn while long arguments are read", async () => {
  let turns = 0;
  const turn = setInterval(() => (turns += 1), 0);
  await argumentsDigest({ long: "x".repeat(64 * 1024 * 1024) });
  clearInterval(turn);
  expect(turns).toBeGreaterThan(10);
});

test("their start and their length are those of the JSON", async () => {
  const args = { b: "x".repeat(1_000_000), a: 1 };
  const { start, characters } = await readArguments(args, 300_000);
  expect(start).toBe(JSON.stringify({ a: 1, b: args.b }).slice(0, 300_000));
  expect(characters).toBe(JSON.stringify(args).length);
});
