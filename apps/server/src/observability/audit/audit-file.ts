// A file of JSON lines that is rotated by size. After a failure, the next line tries again and says how many were lost.
// Several writers, of this process and of others, may share the file.
import { createRotatedFile, type RotatedFileOptions } from "./rotated-file.ts";
import { asLine, writeBytes, writeLine } from "./whole-lines.ts";

/** The most bytes of waiting lines that are written at once. */
const writtenAtOnce = 256 * 1024;

export interface AuditFileOptions extends Omit<RotatedFileOptions, "onWarning"> {
  /** Called once per failure, and when it is over. */
  onLog: (level: "warning" | "error", message: string) => void;
}

/** A file of JSON lines. */
export interface AuditFile {
  /** Resolves when the line is written; rejects if that fails. Lines stay in order. */
  append(entry: object): Promise<void>;
  close(): Promise<void>;
}

interface WaitingLine {
  bytes: Buffer;
  resolve: () => void;
  reject: (error: unknown) => void;
}

export function openAuditFile({ onLog, ...options }: AuditFileOptions): AuditFile {
  const { path, maxBytes } = options;
  const rotated = createRotatedFile({
    ...options,
    onWarning: (message) => onLog("warning", message),
  });
  const waiting: WaitingLine[] = [];
  let writing: Promise<void> | undefined;
  let lost = 0;

  /** As many lines as fit, but at least one. */
  function takeLines(room: number): WaitingLine[] {
    let count = 0;
    let bytes = 0;
    do {
      bytes += waiting[count]?.bytes.length ?? 0;
      count += 1;
    } while (count < waiting.length && bytes < room);
    return waiting.splice(0, count);
  }

  async function writeSome(): Promise<void> {
    let failed: WaitingLine[] = [];
    try {
      const { file, size } = await rotated.withRoom();
      if (lost > 0) {
        await writeLine(file, { type: "gap", time: new Date().toISOString(), lost });
        onLog("warning", `the audit log ${path} is written again; ${lost} entries are missing`);
        lost = 0;
      }
      const lines = takeLines(Math.min(writtenAtOnce, maxBytes - size));
      const { written, failure } = await writeBytes(file, Buffer.concat(lines.map(bytesOf)));
      rotated.wroteUpTo(size + written);
      const whole = wholeLines(lines, written);
      for (const { resolve } of lines.slice(0, whole)) resolve();
      failed = lines.slice(whole);
      if (failed.length > 0) throw failure;
    } catch (error) {
      await rotated.leave().catch(() => {});
      // If the file could not even be opened, all waiting lines are lost.
      if (failed.length === 0) failed = takeLines(Infinity);
      if (lost === 0) {
        const reason = error instanceof Error ? error.message : String(error);
        onLog("error", `the audit log ${path} cannot be written: ${reason}`);
      }
      lost += failed.length;
      for (const { reject } of failed) reject(error);
    }
  }

  async function writeWaiting(): Promise<void> {
    while (waiting.length > 0) await writeSome();
    writing = undefined;
  }

  return {
    append(entry) {
      return new Promise<void>((resolve, reject) => {
        waiting.push({ bytes: asLine(entry), resolve, reject });
        // Lines of the same turn of the event loop are written together.
        writing ??= Promise.resolve().then(writeWaiting);
      });
    },
    async close() {
      await writing;
      await rotated.leave();
    },
  };
}

function bytesOf({ bytes }: WaitingLine): Buffer {
  return bytes;
}

/** How many of the lines are within so many bytes. */
function wholeLines(lines: readonly WaitingLine[], bytes: number): number {
  let left = bytes;
  const torn = lines.findIndex((line) => (left -= line.bytes.length) < 0);
  return torn === -1 ? lines.length : torn;
}
