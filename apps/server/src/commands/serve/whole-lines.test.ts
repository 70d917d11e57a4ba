import { expect, it } from "vitest";
import { createWholeLines } from "./whole-lines.ts";

function passed(chunks: readonly Buffer[], most: number): { lines: Buffer[]; tooLong: number[] } {
  const tooLong: number[] = [];
  const lines: Buffer[] = [];
  const take = createWholeLines(most, {
    line: (line) => lines.push(line),
    tooLong: (bytes) => tooLong.push(bytes),
  });
  for (const chunk of chunks) take(chunk);
  return { lines, tooLong };
}

it("passes lines on, however they are cut, and leaves out empty and long ones", () => {
  const text = Buffer.from("one\n\ntwo\r\nthree is long\nfour\n");
  for (let size = 1; size <= text.length; size += 1) {
    const chunks = [];
    for (let at = 0; at < text.length; at += size) chunks.push(text.subarray(at, at + size));
    const { lines, tooLong } = passed(chunks, 6);
    expect(Buffer.concat(lines).toString()).toBe("one\ntwo\r\nfour\n");
    expect(tooLong).toEqual(["three is long".length]);
  }
});

it("copies no line that comes as a whole: each would take a block of memory", () => {
  const chunk = Buffer.from('{"id":1}\n{"id":2}\n{"id"');
  const { lines } = passed([chunk, Buffer.from(":3}\n")], 100);
  expect(Buffer.concat(lines).toString()).toBe('{"id":1}\n{"id":2}\n{"id":3}\n');
  const [first] = lines;
  expect(first?.buffer).toBe(chunk.buffer);
});
