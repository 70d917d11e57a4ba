import { Readable } from "node:stream";

const headerBytes = 8;
const stderrNumber = 2;

/** What a container writes. Both end when `end` is called. */
export interface SplitStreams {
  readonly stdout: Readable;
  readonly stderr: Readable;
  end(): void;
}

/**
 * Splits the stream of an attached container into stdout and stderr: it consists of pieces, each after a header with
 * the stream's number and the piece's length. dockerode's own `demuxStream` is not used: it calls itself for each
 * piece, so a few thousand short pieces in one chunk, which code can produce, overflow the stack.
 */
export function splitStreams(attached: Readable): SplitStreams {
  const stdout = createTarget();
  const stderr = createTarget();
  const header = Buffer.alloc(headerBytes);
  let headerUsed = 0;
  let left = 0;
  let target = stdout;
  let isOver = false;

  attached.on("data", (chunk: Buffer) => {
    if (isOver) return;
    for (let at = 0; at < chunk.length;) {
      if (left > 0) {
        const part = chunk.subarray(at, at + left);
        target.push(part);
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
  return {
    stdout,
    stderr,
    end() {
      isOver = true;
      for (const stream of [stdout, stderr]) stream.push(null);
    },
  };
}

/** Not a PassThrough, which would buffer each piece twice: the reader takes it at once. */
function createTarget(): Readable {
  return new Readable({ read() {} });
}
