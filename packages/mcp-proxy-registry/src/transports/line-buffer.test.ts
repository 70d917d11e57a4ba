import { describe, expect, it } from "vitest";
import { createLineBuffer } from "./line-buffer.ts";

describe("a line buffer", () => {
  it("gives lines whole, however the bytes come", () => {
    const bytes = Buffer.from('{"a":1}\n\nzweite Zeile: äöü 🚀\r\nrest');
    for (const size of [1, 2, 3, 7, bytes.length]) {
      const buffer = createLineBuffer(100);
      const lines: string[] = [];
      for (let at = 0; at < bytes.length; at += size) {
        lines.push(...buffer.push(bytes.subarray(at, at + size)));
      }
      expect(lines).toEqual(['{"a":1}', "", "zweite Zeile: äöü 🚀"]);
      expect(buffer.push(Buffer.from("\n"))).toEqual(["rest"]);
    }
  });

  it("refuses a line that is too long, ended or not", () => {
    expect(() => createLineBuffer(5).push(Buffer.from("123456"))).toThrow(RangeError);
    const buffer = createLineBuffer(5);
    expect(buffer.push(Buffer.from("12345\n123"))).toEqual(["12345"]);
    expect(() => buffer.push(Buffer.from("456\n"))).toThrow("a message is longer than 5 bytes");
  });
});
