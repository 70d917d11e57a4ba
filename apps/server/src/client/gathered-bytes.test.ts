import { expect, it } from "vitest";
import { createGatheredBytes } from "./gathered-bytes.ts";

const kibibyte = 1024;
const sizes = [1, 16 * kibibyte, 70 * kibibyte, 0, 3];

it("gives back what came, as one", () => {
  const gathered = createGatheredBytes();
  for (let round = 0; round < 2; round += 1) {
    const parts = Array.from({ length: 40 }, (_, turn) =>
      Buffer.alloc(sizes[turn % sizes.length] ?? 1, turn + 1),
    );
    for (const part of parts) gathered.add(part);
    const whole = Buffer.concat(parts);
    expect(gathered.size).toBe(whole.length);
    expect(gathered.take().equals(whole)).toBe(true);
    expect(gathered.size).toBe(0);
  }
  expect(gathered.take()).toHaveLength(0);
});

it("keeps little more memory than the bytes take, whatever lies beside them", () => {
  const gathered = createGatheredBytes();
  const large = Buffer.alloc(16 * kibibyte);
  const before = process.memoryUsage().arrayBuffers;
  for (let turn = 0; turn < 2_000; turn += 1) {
    gathered.add(large.subarray(0, 1));
    gathered.add(large);
  }
  const kept = process.memoryUsage().arrayBuffers - before;
  expect(kept).toBeLessThan(1.3 * gathered.size);
});
