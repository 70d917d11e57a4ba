import { expect, it } from "vitest";
import { readInTurns } from "./read-in-turns.ts";

it.each([
  ["one piece", [Buffer.alloc(8 * 1024 * 1024, "a")]],
  ["many pieces", Array.from({ length: 40_000 }, () => Buffer.from("a"))],
])("lets other work run in between: %s", async (_, pieces) => {
  let turns = 0;
  const count = (): void => {
    turns += 1;
    next = setImmediate(count);
  };
  let next = setImmediate(count);
  const read: Buffer[] = [];
  await readInTurns(pieces, (piece) => void read.push(Buffer.from(piece)));
  clearImmediate(next);
  expect(turns).toBeGreaterThanOrEqual(7);
  expect(Buffer.concat(read).equals(Buffer.concat(pieces))).toBe(true);
});
