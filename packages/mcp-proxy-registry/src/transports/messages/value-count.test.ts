import { describe, expect, it } from "vitest";
import { createValueCount, maxMessageValues } from "./value-count.ts";

function valuesOf(json: string): number {
  const count = createValueCount();
  count.read(Buffer.from(json));
  return count.values;
}

describe("a count of values", () => {
  const long = "a".repeat(1000);
  const texts = [
    long,
    `${long}\\`,
    `${long}"`,
    `${long}\\"`,
    `"${long}`,
    `\\${long}\\\\,`,
    `${long}ä`,
  ];

  it("is not misled by what stands in long texts, however the bytes come", () => {
    const json = Buffer.from(JSON.stringify(texts.map((text) => [`${text},[{:`, 1])));
    for (const size of [1, 2, 3, 7, 255, 256, 257, 1000, json.length]) {
      const count = createValueCount();
      for (let at = 0; at < json.length; at += size) count.read(json.subarray(at, at + size));
      // A list for each, and a comma in it and before it; the first has none before it, and all lie in a list.
      expect(count.values, `pieces of ${size}`).toBe(3 * texts.length);
    }
  });

  it("counts values and not the length of a message", () => {
    const many = "1,".repeat(maxMessageValues);
    expect(valuesOf(JSON.stringify({ text: many }))).toBeLessThan(10);
    expect(valuesOf(`{"text":"${long}\\\\","list":[${many}1]}`)).toBeGreaterThan(maxMessageValues);
  });
});
