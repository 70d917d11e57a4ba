import { PassThrough, Writable } from "node:stream";
import { text } from "node:stream/consumers";
import { describe, expect, it } from "vitest";
import type { HostFrame } from "../protocol/host-frames.ts";
import { FrameWriter } from "./frame-writer.ts";

const long = "ä".repeat(1_000_000);
const result = (id: number, value: unknown): HostFrame => ({
  type: "call-result",
  id,
  ok: true,
  value,
});

describe("FrameWriter", () => {
  it("writes short and long frames in their order, each a line", async () => {
    const stream = new PassThrough();
    const writer = new FrameWriter(stream, 10_000_000);
    const frames = [
      result(1, "a"),
      result(2, [long]),
      result(3, "b"),
      result(4, { long }),
      result(5, 1),
    ];
    for (const frame of frames) writer.write(frame);
    setImmediate(() => setTimeout(() => stream.end(), 100));
    const lines = (await text(stream)).trimEnd().split("\n");
    expect(lines.map((line) => JSON.parse(line) as HostFrame)).toEqual(frames);
    expect(writer.unsent).toBe(0);
  });

  it("counts what is not taken, and hands on no more of it than the stream wants", () => {
    const taken: number[] = [];
    const stream = new Writable({ write: (chunk: Buffer) => void taken.push(chunk.length) });
    const writer = new FrameWriter(stream, 10_000_000);
    writer.write(result(1, long));
    writer.write(result(2, long));
    expect(writer.unsent).toBeGreaterThan(2_000_000);
    expect(stream.writableLength).toBeLessThan(1_000_000);
    expect(taken).toHaveLength(1);
  });

  it("writes nothing of a frame that is too long", () => {
    const stream = new PassThrough();
    const writer = new FrameWriter(stream, 1_500_000);
    expect(() => writer.write(result(1, [long, long]))).toThrow(RangeError);
    expect(stream.readableLength).toBe(0);
    expect(writer.unsent).toBe(0);
  });
});
