// Lines of JSON in a file that several writers share, on a disk that may become full in the middle of one.
import type { FileHandle } from "node:fs/promises";

const newline = 0x0a;
/** JSON does not escape these, and some of them start a terminal sequence just as ESC does. */
const controlOfLaterStandards = /[\u007F-\u009F]/g;
/** Attempts for a line of which a full disk accepts only a part. */
const maxTries = 3;

export function asLine(entry: object): Buffer {
  const json = JSON.stringify(entry).replaceAll(
    controlOfLaterStandards,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  return Buffer.from(`${json}\n`);
}

export async function writeLine(file: FileHandle, entry: object): Promise<void> {
  const { failure } = await writeBytes(file, asLine(entry));
  if (failure !== undefined) throw failure;
}

/**
 * Writes everything at once if there is room, since several writers share the file. A disk that becomes full accepts a
 * part, and reports an error only for the next write. If there is room again by then, the cut line is written again as
 * a whole, since its second half could follow another writer's line. `written` counts the bytes of complete lines.
 */
export async function writeBytes(
  file: FileHandle,
  bytes: Buffer,
): Promise<{ written: number; failure?: unknown }> {
  let written = 0;
  try {
    for (let tries = 0; written < bytes.length; tries += 1) {
      const { bytesWritten } = await file.write(bytes.subarray(written));
      const end = written + bytesWritten;
      if (end === bytes.length) return { written: end };
      const whole = bytes.lastIndexOf(newline, end - 1) + 1;
      if (whole > written) tries = 0;
      written = whole;
      if (tries === maxTries) throw new Error("the disk takes a part of a line only");
      await endTornLine(file);
    }
    return { written };
  } catch (failure) {
    return { written, failure };
  }
}

/** A full disk accepts part of a line. The next line must not continue it, or it would be unreadable too. */
export async function endTornLine(file: FileHandle): Promise<void> {
  const { size } = await file.stat();
  if (size === 0) return;
  const { buffer } = await file.read(Buffer.alloc(1), 0, 1, size - 1);
  if (buffer[0] !== newline) await file.write("\n");
}
