import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import { GatheredWrites } from "./gathered-writes.ts";

describe("GatheredWrites", () => {
  it("writes what is said in one turn at once, but no more than a piece", async () => {
    const stream = new PassThrough();
    const written: string[] = [];
    stream.on("data", (chunk: Buffer) => written.push(chunk.toString()));
    const writes = new GatheredWrites(stream);
    const small = ["one ", "two ", "three"].map((text) => writes.write(text));
    await Promise.all(small);
    expect(written).toEqual(["one two three"]);

    const large = Array.from({ length: 100 }, () => writes.write("x".repeat(1_000)));
    await Promise.all(large);
    expect(written.length).toBeGreaterThan(4);
    expect(written.slice(1).join("").length).toBe(100_000);
  });

  it("writes the pieces of a message in their order, and its bytes as they are", async () => {
    const stream = new PassThrough();
    const written: Buffer[] = [];
    stream.on("data", (chunk: Buffer) => written.push(chunk));
    const writes = new GatheredWrites(stream);
    const bytes = Buffer.from("bytes");
    const before = writes.write("before ");
    await writes.writeAll(["a ", bytes, " b", bytes]);
    await Promise.all([before, writes.write(" after")]);
    expect(Buffer.concat(written).toString()).toBe("before a bytes bbytes after");
  });

  it("tells of pieces that were not taken", async () => {
    const stream = new PassThrough();
    stream.on("error", () => {});
    const writes = new GatheredWrites(stream);
    stream.destroy(new Error("gone"));
    await expect(writes.writeAll([Buffer.from("a"), "b"])).rejects.toThrow(Error);
  });

  it("tells everyone whose text was not taken", async () => {
    const stream = new PassThrough();
    stream.on("error", () => {});
    const writes = new GatheredWrites(stream);
    const told = ["one", "two"].map((text) => writes.write(text).catch((error: Error) => error));
    stream.destroy(new Error("gone"));
    expect(await Promise.all(told)).toEqual([expect.any(Error), expect.any(Error)]);
  });
});
