// A file of JSON lines that is rotated by size. After a failure, the next line tries again and says how many were lost.
// Several writers, of this process and of others, may share the file.
import { randomBytes } from "node:crypto";
import { open as openFile, rename, stat, type FileHandle } from "node:fs/promises";
import { basename, dirname, extname, join } from "node:path";
import { preparePrivateFile } from "./private-file.ts";
import { removeOldest } from "./remove-oldest.ts";

const newline = 0x0a;
/** The most bytes of waiting lines that are written at once. */
const writtenAtOnce = 256 * 1024;
/** Attempts for a line of which a full disk accepts only a part. */
const maxTries = 3;

/** Where the file is, and how large it may grow. */
export interface AuditFileOptions {
  /** Absolute path. */
  path: string;
  /** Bytes after which the file is renamed to a name with the time. */
  maxBytes: number;
  /** Bytes of this file and the renamed ones together, beyond which the oldest are removed. */
  maxTotalBytes: number;
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

export function openAuditFile({
  path,
  maxBytes,
  maxTotalBytes,
  onLog,
}: AuditFileOptions): AuditFile {
  let current: FileHandle | undefined;
  /** The identity of the open file. */
  let identity: bigint | undefined;
  /** The end of the file after the last write of this writer. */
  let ownEnd: number | undefined;
  const waiting: WaitingLine[] = [];
  let writing: Promise<void> | undefined;
  let lost = 0;
  const asideName = namesAside(path);

  async function open(): Promise<FileHandle> {
    const repaired = await preparePrivateFile(path);
    if (repaired) onLog("warning", repaired);
    const opened = await openFile(path, "a+", 0o600);
    try {
      await endTornLine(opened);
      identity = (await opened.stat({ bigint: true })).ino;
      return opened;
    } catch (error) {
      await opened.close();
      throw error;
    }
  }

  /** The file to write to, and its size. Starts a new file if it is full or another writer has renamed it. */
  async function fileWithRoom(): Promise<{ file: FileHandle; size: number }> {
    if (current) {
      const there = await stat(path, { bigint: true }).catch(() => undefined);
      const isMoved = there?.ino !== identity;
      const size = Number(there?.size ?? 0);
      if (!isMoved && size < maxBytes) {
        // Another writer has written, and its line may have been cut by a full disk.
        if (size !== ownEnd) await endTornLine(current);
        return { file: current, size };
      }
      await leave();
      // If it cannot be renamed, it continues to grow.
      if (!isMoved) await rename(path, asideName()).catch(() => {});
    }
    current = await open().catch(unlessMoved(open));
    await makeRoom(current);
    return { file: current, size: (await current.stat()).size };
  }

  async function leave(): Promise<void> {
    const last = current;
    current = undefined;
    await last?.close();
  }

  async function makeRoom(file: FileHandle): Promise<void> {
    const files = await removeOldest(path, maxTotalBytes).catch((error: unknown) => {
      const reason = error instanceof Error ? error.message : String(error);
      onLog("warning", `old files of the audit log ${path} are not removed: ${reason}`);
      return [];
    });
    if (files.length === 0) return;
    await writeLine(file, { type: "removed", time: new Date().toISOString(), files });
  }

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
      const { file, size } = await fileWithRoom();
      if (lost > 0) {
        await writeLine(file, { type: "gap", time: new Date().toISOString(), lost });
        onLog("warning", `the audit log ${path} is written again; ${lost} entries are missing`);
        lost = 0;
      }
      const lines = takeLines(Math.min(writtenAtOnce, maxBytes - size));
      const { written, failure } = await writeBytes(file, Buffer.concat(lines.map(bytesOf)));
      ownEnd = size + written;
      const whole = wholeLines(lines, written);
      for (const { resolve } of lines.slice(0, whole)) resolve();
      failed = lines.slice(whole);
      if (failed.length > 0) throw failure;
    } catch (error) {
      await leave().catch(() => {});
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
      await leave();
    },
  };
}

/** A full disk accepts part of a line. The next line must not continue it, or it would be unreadable too. */
async function endTornLine(file: FileHandle): Promise<void> {
  const { size } = await file.stat();
  if (size === 0) return;
  const { buffer } = await file.read(Buffer.alloc(1), 0, 1, size - 1);
  if (buffer[0] !== newline) await file.write("\n");
}

/** Another process may rename a full file at the same moment; then there is a new one. */
function unlessMoved<Value>(again: () => Promise<Value>): (error: unknown) => Promise<Value> {
  return (error) => {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return again();
    throw error;
  };
}

function asLine(entry: object): Buffer {
  return Buffer.from(`${JSON.stringify(entry)}\n`);
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

async function writeLine(file: FileHandle, entry: object): Promise<void> {
  const { failure } = await writeBytes(file, asLine(entry));
  if (failure !== undefined) throw failure;
}

/**
 * Writes everything at once if there is room, since several writers share the file. A disk that becomes full accepts a
 * part, and reports an error only for the next write. If there is room again by then, the cut line is written again as
 * a whole, since its second half could follow another writer's line. `written` counts the bytes of complete lines.
 */
async function writeBytes(
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

/**
 * `audit.jsonl` is renamed to `audit-20260131T120000Z-3f9c2a-1.jsonl`. The middle part is unique to each writer, so
 * that writers that share a file cannot overwrite each other's renamed files.
 */
function namesAside(path: string): () => string {
  const mark = randomBytes(3).toString("hex");
  const extension = extname(path);
  const stem = basename(path, extension);
  let number = 0;
  return () => {
    number += 1;
    const stamp = new Date().toISOString().replace(/[-:]|\.\d+/g, "");
    return join(dirname(path), `${stem}-${stamp}-${mark}-${number}${extension}`);
  };
}
