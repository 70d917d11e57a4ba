import type { Readable } from "node:stream";
import { createReadingPace } from "./reading-pace.ts";

// In a second. Beyond that, reading pauses until the next one.
const maxErrorBytes = 4 * 1024 * 1024;
// Each piece costs time, however small it is, and so does each line.
const leastPieceBytes = 1024;
const leastLineBytes = 64;
const lineFeed = 0x0a;

/** Reads a process's stderr at a pace that leaves time for everything else. */
export function readErrorOutput(stream: Readable, onChunk: (chunk: Buffer) => void): void {
  const pace = createReadingPace(maxErrorBytes, stream);
  stream.on("data", (chunk: Buffer) => {
    onChunk(chunk);
    pace.note(Math.max(chunk.length, leastPieceBytes, leastLineBytes * linesIn(chunk)));
  });
  stream.once("close", () => pace.stop());
}

function linesIn(chunk: Buffer): number {
  let lines = 0;
  for (const byte of chunk) if (byte === lineFeed) lines += 1;
  return lines;
}
