import { describe, expect, it } from "vitest";
import { createStderrTail } from "./stderr-tail.ts";

describe("a stderr tail", () => {
  it("tells every line, and keeps the last twenty", () => {
    const told: string[] = [];
    const tail = createStderrTail((line) => told.push(line));
    for (let line = 1; line <= 30; line += 1) tail.push(Buffer.from(`line ${line}\r\n\n`));
    tail.push(Buffer.from("unfinished"));
    expect(told).toHaveLength(30);
    const kept = tail.text().split("\n");
    expect(kept).toHaveLength(20);
    expect(kept[0]).toBe("line 12");
    expect(kept.at(-1)).toBe("unfinished");
  });

  it("keeps at most 4,096 characters of a line that does not end", () => {
    const told: string[] = [];
    const tail = createStderrTail((line) => told.push(line));
    for (let chunk = 0; chunk < 100; chunk += 1) tail.push(Buffer.alloc(10_000, "x"));
    tail.push(Buffer.from("the end"));
    expect(tail.text()).toHaveLength(4096);
    expect(tail.text()).toMatch(/xthe end$/);
    expect(Math.max(...told.map((line) => line.length))).toBeLessThanOrEqual(4096);
  });

  it("puts characters together that came in pieces", () => {
    const tail = createStderrTail(() => {});
    for (const byte of Buffer.from("früh 🚀\n")) tail.push(Buffer.from([byte]));
    expect(tail.text()).toBe("früh 🚀");
  });
});
