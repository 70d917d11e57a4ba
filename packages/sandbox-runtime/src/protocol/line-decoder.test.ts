import { describe, expect, it } from "vitest";
import type { BytePieces } from "./byte-pieces.ts";
import { isTakenBack, LineDecoder } from "./line-decoder.ts";

function decode(decoder: LineDecoder, ...chunks: (string | Uint8Array)[]): string[] {
  return chunks.flatMap((chunk) => [...decoder.push(Buffer.from(chunk))].map(textOf));
}

function textOf(line: string | BytePieces): string {
  return typeof line === "string" ? line : Buffer.concat(line).toString();
}

describe("LineDecoder", () => {
  it("gives whole lines, however the bytes fall", () => {
    const bytes = Buffer.from('{"a":"ä日🎉"}\n\n{"b":2}\nrest');
    for (let size = 1; size <= bytes.length; size += 1) {
      const chunks: Uint8Array[] = [];
      for (let at = 0; at < bytes.length; at += size) chunks.push(bytes.subarray(at, at + size));
      expect(decode(new LineDecoder(100), ...chunks), `chunks of ${size}`).toEqual([
        '{"a":"ä日🎉"}',
        "",
        '{"b":2}',
      ]);
    }
  });

  it.each([10, 300_000])(
    "tells a line of %i bytes that was taken back, wherever a chunk ends",
    (size) => {
      const bytes = Buffer.from(`${"a".repeat(size)}\x18\n`);
      for (const end of [size, size + 1, size + 2]) {
        const decoder = new LineDecoder(1_000_000);
        const lines = [
          ...decoder.push(bytes.subarray(0, end)),
          ...decoder.push(bytes.subarray(end)),
        ];
        expect(lines.map(isTakenBack)).toEqual([true]);
      }
    },
  );

  it("throws as soon as a line is too long, without waiting for its end", () => {
    const decoder = new LineDecoder(10);
    expect(decode(decoder, "0123456789\n01234")).toEqual(["0123456789"]);
    expect(() => decode(decoder, "56789x")).toThrow(RangeError);
  });

  it("throws at what is no UTF-8 instead of putting a sign in its place", () => {
    for (const bytes of [
      [0xff],
      [0xc3],
      [0xed, 0xa0, 0x80],
      [0xc0, 0xaf],
      [0xf5, 0x80, 0x80, 0x80],
    ]) {
      expect(() => decode(new LineDecoder(100), Buffer.from([...bytes, 0x0a]))).toThrow(TypeError);
    }
    expect(decode(new LineDecoder(100), "\uFEFF{}\n")).toEqual(["\uFEFF{}"]);
  });

  it("gives the lines before one that is wrong, though they came together", () => {
    const given: string[] = [];
    const push = (decoder: LineDecoder, chunk: Uint8Array): void => {
      for (const line of decoder.push(Buffer.from(chunk))) given.push(textOf(line));
    };
    expect(() => push(new LineDecoder(100), Buffer.from("one\n\xff\nlost\n", "latin1"))).toThrow(
      TypeError,
    );
    expect(() => push(new LineDecoder(5), Buffer.from("two\n123456\nlost\n"))).toThrow(RangeError);
    expect(given).toEqual(["one", "two"]);
  });

  it("keeps no small chunk: of a line that comes byte by byte, each would cost an object", () => {
    const decoder = new LineDecoder(200_000);
    const chunk = Buffer.alloc(1);
    const bytes = Buffer.from("ab".repeat(70_000));
    for (const byte of bytes) {
      chunk[0] = byte;
      for (const line of decoder.push(chunk)) expect(line).toBe(undefined);
    }
    expect(decode(decoder, "\n")[0] === bytes.toString()).toBe(true);
  });

  it("gives a long line as its bytes, which the next line leaves alone", () => {
    const decoder = new LineDecoder(40_000_000);
    const long = Buffer.from("ä".repeat(10_000_000));
    const lines: (string | BytePieces)[] = [];
    for (let at = 0; at < long.length; at += 65_535) {
      lines.push(...decoder.push(Buffer.from(long.subarray(at, at + 65_535))));
    }
    lines.push(...decoder.push(Buffer.from(`\nshort\n${"b".repeat(300_000)}`)));
    lines.push(...decoder.push(Buffer.from("\n")));
    const [first, second, third] = lines;
    expect(typeof first !== "string" && Buffer.concat(first ?? []).equals(long)).toBe(true);
    expect(second).toBe("short");
    expect(textOf(third ?? "") === "b".repeat(300_000)).toBe(true);
    expect(decoder.unfinished).toBe(0);
  });
});
