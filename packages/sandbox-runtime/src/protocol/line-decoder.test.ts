import { describe, expect, it } from "vitest";
import { LineDecoder } from "./line-decoder.ts";

function decode(decoder: LineDecoder, ...chunks: (string | Uint8Array)[]): string[] {
  return chunks.flatMap((chunk) => [...decoder.push(Buffer.from(chunk))]);
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

  it("throws as soon as a line is too long, without waiting for its end", () => {
    const decoder = new LineDecoder(10);
    expect(decode(decoder, "0123456789\n01234")).toEqual(["0123456789"]);
    expect(() => decode(decoder, "56789x")).toThrow(RangeError);
  });
});
