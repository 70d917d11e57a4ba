// A file of JSON lines that grows, rotates by size and never loses its place: after a failure the next line tries again,
// and says how many were lost meanwhile. Several writers, of this process and of others, may share the file.
import { randomBytes } from "node:crypto";
import { open as openFile, rename, stat, type FileHandle } from "node:fs/promises";
import { basename, dirname, extname, join } from "node:path";
import { preparePrivateFile } from "./private-file.ts";
import { removeOldest } from "./remove-oldest.ts";

const newline = 0x0a;

/** Where the file is, and how large it may grow. */
export interface AuditFileOptions {
  /** Absolute path. */
  path: string;
  /** Bytes after which the file is put aside under a name with the time. */
  maxBytes: number;
  /** Bytes that it and those put aside may have together before the oldest are removed. */
  maxTotalBytes: number;
  /** Told once per failure, and when it is over. */
  onLog: (level: "warning" | "error", message: string) => void;
}

/** A file of JSON lines. */
export interface AuditFile {
  /** Resolves when the line is written; rejects where it could not be. Lines stay in order. */
  append(entry: object): Promise<void>;
  close(): Promise<void>;
}

export function openAuditFile({
  path,
  maxBytes,
  maxTotalBytes,
  onLog,
}: AuditFileOptions): AuditFile {
  let current: FileHandle | undefined;
  /** Which file that is. */
  let identity: bigint | undefined;
  let turn: Promise<unknown> = Promise.resolve();
  let lost = 0;
  const asideName = namesAside(path);

  async function open(): Promise<FileHandle> {
    const mended = await preparePrivateFile(path);
    if (mended) onLog("warning", mended);
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

  /** Closes what is full, and what the path does not lead to any more: another writer has put the file aside. */
  async function leaveFile(): Promise<void> {
    const there = await stat(path, { bigint: true }).catch(() => undefined);
    const isMoved = there?.ino !== identity;
    if (!current || (!isMoved && there && there.size < maxBytes)) return;
    await leave();
    // Where it cannot be put aside, it grows.
    if (!isMoved) await rename(path, asideName()).catch(() => {});
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

  async function write(entry: object): Promise<void> {
    try {
      await leaveFile();
      if (!current) {
        current = await open().catch(unlessMoved(open));
        await makeRoom(current);
      }
      if (lost > 0) {
        const gap = { type: "gap", time: new Date().toISOString(), lost };
        await writeLine(current, gap);
        onLog("warning", `the audit log ${path} is written again; ${lost} entries are missing`);
        lost = 0;
      }
      await writeLine(current, entry);
    } catch (error) {
      await leave().catch(() => {});
      lost += 1;
      if (lost === 1) {
        const reason = error instanceof Error ? error.message : String(error);
        onLog("error", `the audit log ${path} cannot be written: ${reason}`);
      }
      throw error;
    }
  }

  return {
    append(entry) {
      const turned = turn.then(() => write(entry));
      turn = turned.catch(() => {});
      return turned;
    },
    async close() {
      await turn;
      await leave();
    },
  };
}

/** A full disk takes part of a line. What follows must not be written onto it, or would be unreadable as well. */
async function endTornLine(file: FileHandle): Promise<void> {
  const { size } = await file.stat();
  if (size === 0) return;
  const { buffer } = await file.read(Buffer.alloc(1), 0, 1, size - 1);
  if (buffer[0] !== newline) await file.write("\n");
}

/** Another process may put a full file aside just when we are about to; then there is a new one. */
function unlessMoved<Value>(again: () => Promise<Value>): (error: unknown) => Promise<Value> {
  return (error) => {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return again();
    throw error;
  };
}

/**
 * At once where there is room, since several writers share the file. A disk that becomes full takes a part, and says that
 * it is full when it is asked to take the rest.
 */
async function writeLine(file: FileHandle, entry: object): Promise<void> {
  let rest: Uint8Array = Buffer.from(`${JSON.stringify(entry)}\n`);
  while (rest.length > 0) {
    const { bytesWritten } = await file.write(rest);
    if (bytesWritten === 0) throw new Error("the disk takes nothing");
    rest = rest.subarray(bytesWritten);
  }
}

/**
 * `audit.jsonl` is put aside as `audit-20260131T120000Z-3f9c2a-1.jsonl`. The mark is each writer's own, so that no two
 * that share a file can put it aside over each other.
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
