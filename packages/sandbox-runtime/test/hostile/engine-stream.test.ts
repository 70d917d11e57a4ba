// What a sandbox writes, as it comes from an engine: in pieces, each with a header.
import { PassThrough } from "node:stream";
import Docker from "dockerode";
import { expect, it } from "vitest";
import { splitStreams } from "../../src/drivers/container/split-streams.ts";
import { hostile } from "./hostile-case.ts";

type Split = (attached: PassThrough, stdout: PassThrough, stderr: PassThrough) => void;

function piece(stream: 1 | 2, text: string): Buffer {
  const header = Buffer.from([stream, 0, 0, 0, 0, 0, 0, 0]);
  header.writeUInt32BE(Buffer.byteLength(text), 4);
  return Buffer.concat([header, Buffer.from(text)]);
}

function heard(split: Split, chunks: readonly Buffer[]): { stdout: string; stderr: string } {
  const attached = new PassThrough();
  const stdout = new PassThrough();
  const stderr = new PassThrough();
  const said = { stdout: "", stderr: "" };
  stdout.on("data", (chunk: Buffer) => (said.stdout += chunk.toString()));
  stderr.on("data", (chunk: Buffer) => (said.stderr += chunk.toString()));
  split(attached, stdout, stderr);
  for (const chunk of chunks) attached.emit("data", chunk);
  return said;
}

const shortPieces = {
  id: "5.short-pieces",
  name: "thousands of single bytes that reach the host together",
  protection: "they are split in a loop; dockerode's own way, the control, fills the stack",
  checked: "control",
};

it(`[${shortPieces.id}] ${shortPieces.name}`, hostile("host", shortPieces), () => {
  const together = Buffer.concat(Array.from({ length: 20_000 }, () => piece(1, "x")));
  const docker = new Docker();
  const own: Split = (...streams) => docker.modem.demuxStream(...streams);
  expect(() => heard(own, [together])).toThrow(RangeError);
  expect(heard(splitStreams, [together]).stdout).toBe("x".repeat(20_000));
});

it("puts pieces together, however they are cut", () => {
  const all = Buffer.concat([piece(1, "one "), piece(2, "error"), piece(1, ""), piece(1, "two")]);
  for (const size of [1, 3, 7, 8, 9, 100]) {
    const chunks = [];
    for (let at = 0; at < all.length; at += size) chunks.push(all.subarray(at, at + size));
    expect(heard(splitStreams, chunks)).toEqual({ stdout: "one two", stderr: "error" });
  }
});
