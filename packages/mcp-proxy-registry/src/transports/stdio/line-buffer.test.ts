import { describe, expect, it } from "vitest";
import type { BytePieces } from "../messages/byte-pieces.ts";
import { createLineBuffer } from "./line-buffer.ts";

describe("a line buffer", () => {
  it("gives lines whole, however the bytes come", () => {
    const bytes = Buffer.from('{"a":1}\n\nzweite Zeile: äöü 🚀\r\nrest');
    for (const size of [1, 2, 3, 7, bytes.length]) {
      const buffer = createLineBuffer(100);
      const lines: string[] = [];
      for (let at = 0; at < bytes.length; at += size) {
        lines.push(...buffer.push(bytes.subarray(at, at + size)).map(String));
      }
      expect(lines).toEqual(['{"a":1}', "", "zweite Zeile: äöü 🚀"]);
      expect(buffer.push(Buffer.from("\n"))).toEqual(["rest"]);
    }
  });

  it("leaves out a byte order mark before the first line, and no other", () => {
    const buffer = createLineBuffer(100);
    expect(buffer.push(Buffer.from("\uFEFF{}\n\uFEFF"))).toEqual(["{}"]);
    expect(buffer.push(Buffer.from("x\n"))).toEqual(["\uFEFFx"]);
    expect(createLineBuffer(100).push(Buffer.from("\uFEFF\n"))).toEqual([""]);
  });

  it("refuses a line that is too long, ended or not", () => {
    expect(() => createLineBuffer(5).push(Buffer.from("123456"))).toThrow(RangeError);
    const buffer = createLineBuffer(5);
    expect(buffer.push(Buffer.from("12345\n123"))).toEqual(["12345"]);
    expect(() => buffer.push(Buffer.from("456\n"))).toThrow("a message is longer than 5 bytes");
  });

  it("gives a long line as its bytes, which the next line leaves alone", () => {
    const buffer = createLineBuffer(40_000_000);
    const long = Buffer.from("ä".repeat(10_000_000));
    const lines: (string | BytePieces)[] = [];
    for (let at = 0; at < long.length; at += 65_535) {
      lines.push(...buffer.push(Buffer.from(long.subarray(at, at + 65_535))));
    }
    lines.push(...buffer.push(Buffer.from(`\r\nshort\n${"b".repeat(300_000)}`)));
    lines.push(...buffer.push(Buffer.from("\n")));
    const [first, second, third] = lines;
    expect(typeof first !== "string" && Buffer.concat(first ?? []).equals(long)).toBe(true);
    expect(second).toBe("short");
    expect(typeof third !== "string" && Buffer.concat(third ?? []).toString()).toBe(
      "b".repeat(300_000),
    );
  });
});
