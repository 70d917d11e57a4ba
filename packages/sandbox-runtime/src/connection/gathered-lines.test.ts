import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import { GatheredLines } from "./gathered-lines.ts";

function gathered(): { lines: GatheredLines; written: string[] } {
  const stream = new PassThrough();
  const written: string[] = [];
  stream.on("data", (chunk: Buffer) => written.push(chunk.toString()));
  return { lines: new GatheredLines(stream), written };
}

async function turn(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

describe("GatheredLines", () => {
  it("writes what is said in one turn at once, and what is said later later", async () => {
    const { lines, written } = gathered();
    lines.write("one");
    await Promise.resolve();
    lines.write("two");
    await turn();
    lines.write("three");
    await turn();
    expect(written).toEqual(["one\ntwo\n", "three\n"]);
  });

  it("keeps nobody waiting for the end of a long turn", async () => {
    const { lines, written } = gathered();
    for (let number = 0; number < 100; number += 1) lines.write("x".repeat(1_000));
    await turn();
    expect(written.length).toBeGreaterThan(4);
    expect(written.join("").length).toBe(100 * 1_001);
  });
});
