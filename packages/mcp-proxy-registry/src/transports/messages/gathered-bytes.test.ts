import { expect, it } from "vitest";
import { createGatheredBytes } from "./gathered-bytes.ts";

const kibibyte = 1024;

/** Bytes of all memory that the pieces keep. */
function keptBy(pieces: readonly Uint8Array[]): number {
  const buffers = new Set(pieces.map(({ buffer }) => buffer));
  return [...buffers].reduce((sum, { byteLength }) => sum + byteLength, 0);
}

it.each([
  ["small and large ones in turn", [1, 16 * kibibyte], 0],
  ["small ones", [1, 100], 0],
  ["parts of larger ones", [16 * kibibyte], 200 * kibibyte],
])("keeps little more memory than the bytes take: %s", (_, sizes, beside) => {
  const gathered = createGatheredBytes();
  const all: Buffer[] = [];
  for (let turn = 0; turn < 400; turn += 1) {
    const size = sizes[turn % sizes.length] ?? 1;
    const part = Buffer.alloc(size + beside, turn).subarray(0, size);
    all.push(part);
    gathered.add(part);
  }
  const whole = Buffer.concat(all);
  expect(gathered.size === whole.length).toBe(true);
  const pieces = gathered.takePieces();
  expect(Buffer.concat(pieces).equals(whole)).toBe(true);
  expect(pieces.length).toBeLessThan(500);
  expect(keptBy(pieces)).toBeLessThan(1.3 * whole.length + 512 * kibibyte);
});

it("copies no long piece", () => {
  const gathered = createGatheredBytes();
  const parts = Array.from({ length: 20 }, (_, turn) => Buffer.alloc(64 * kibibyte, turn));
  for (const part of parts) gathered.add(part);
  expect(gathered.takePieces().map(({ buffer }) => buffer)).toEqual(
    parts.map(({ buffer }) => buffer),
  );
  expect(gathered.takePieces()).toEqual([]);
});
