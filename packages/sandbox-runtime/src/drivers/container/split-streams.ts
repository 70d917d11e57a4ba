import type { Readable, Writable } from "node:stream";

const headerBytes = 8;
const stderrNumber = 2;

/**
 * Splits what an engine sends of an attached container into its stdout and stderr: pieces, each after a header of the
 * stream's number and its length. Not dockerode's own `demuxStream`: it calls itself for each piece, so that a few
 * thousand short ones that came together, as code can write them, are more than the stack holds.
 */
export function splitStreams(attached: Readable, stdout: Writable, stderr: Writable): void {
  const header = Buffer.alloc(headerBytes);
  let headerUsed = 0;
  let left = 0;
  let target = stdout;

  attached.on("data", (chunk: Buffer) => {
    for (let at = 0; at < chunk.length;) {
      if (left > 0) {
        const part = chunk.subarray(at, at + left);
        target.write(part);
        left -= part.length;
        at += part.length;
        continue;
      }
      const copied = chunk.copy(header, headerUsed, at);
      headerUsed += copied;
      at += copied;
      if (headerUsed < headerBytes) return;
      headerUsed = 0;
      target = header[0] === stderrNumber ? stderr : stdout;
      left = header.readUInt32BE(4);
    }
  });
}
