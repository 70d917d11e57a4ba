// What a sandbox writes, as it comes from an engine: in pieces, each with a header.
import { PassThrough, type Readable } from "node:stream";
import { setImmediate as nextTurn } from "node:timers/promises";
import Docker from "dockerode";
import { expect, it } from "vitest";
import { splitStreams } from "../../src/drivers/container/process/split-streams.ts";
import { hostile } from "./hostile-case.ts";

type Split = (attached: PassThrough) => { stdout: Readable; stderr: Readable };

function piece(stream: 1 | 2, text: string): Buffer {
  const header = Buffer.from([stream, 0, 0, 0, 0, 0, 0, 0]);
  header.writeUInt32BE(Buffer.byteLength(text), 4);
  return Buffer.concat([header, Buffer.from(text)]);
}

async function heard(
  split: Split,
  chunks: readonly Buffer[],
): Promise<{ stdout: string; stderr: string }> {
  const attached = new PassThrough();
  const said = { stdout: "", stderr: "" };
  const { stdout, stderr } = split(attached);
  stdout.on("data", (chunk: Buffer) => (said.stdout += chunk.toString()));
  stderr.on("data", (chunk: Buffer) => (said.stderr += chunk.toString()));
  for (const chunk of chunks) attached.emit("data", chunk);
  await nextTurn();
  return said;
}

const shortPieces = {
  id: "5.short-pieces",
  name: "thousands of single bytes that reach the host together",
  protection: "they are split in a loop; dockerode's own way, the control, fills the stack",
  checked: "control",
};

it(`[${shortPieces.id}] ${shortPieces.name}`, hostile("host", shortPieces), async () => {
  const together = Buffer.concat(Array.from({ length: 20_000 }, () => piece(1, "x")));
  const docker = new Docker();
  const own: Split = (attached) => {
    const [stdout, stderr] = [new PassThrough(), new PassThrough()];
    docker.modem.demuxStream(attached, stdout, stderr);
    return { stdout, stderr };
  };
  await expect(heard(own, [together])).rejects.toThrow(RangeError);
  expect((await heard(splitStreams, [together])).stdout).toBe("x".repeat(20_000));
});

it("puts pieces together, however they are cut", async () => {
  const all = Buffer.concat([piece(1, "one "), piece(2, "error"), piece(1, ""), piece(1, "two")]);
  for (const size of [1, 3, 7, 8, 9, 100]) {
    const chunks = [];
    for (let at = 0; at < all.length; at += size) chunks.push(all.subarray(at, at + size));
    expect(await heard(splitStreams, chunks)).toEqual({ stdout: "one two", stderr: "error" });
  }
});
