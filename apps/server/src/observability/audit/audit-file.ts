// A file of JSON lines that grows, rotates by size and never loses its place: after a failure the next line tries again,
// and says how many were lost meanwhile. Several writers, of this process and of others, may share the file.
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { open as openFile, stat } from "node:fs/promises";
import { basename, dirname, extname } from "node:path";
import { createStream, type RotatingFileStream } from "rotating-file-stream";
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
  let stream: RotatingFileStream | undefined;
  let file: bigint | undefined;
  let turn: Promise<unknown> = Promise.resolve();
  let lost = 0;
  const mark = randomBytes(3).toString("hex");

  async function open(): Promise<RotatingFileStream> {
    const mended = await preparePrivateFile(path);
    if (mended) onLog("warning", mended);
    await endTornLine(path);
    const opened = createStream(rotatedName(path, mark), {
      path: dirname(path),
      // The library takes whole units only.
      size: `${Math.max(1, Math.round(maxBytes))}B`,
      mode: 0o600,
    });
    await once(opened, "open");
    // What fails is told by the line that fails.
    opened.on("error", () => {});
    return opened;
  }

  /** Closes what the path does not lead to any more: it, or another writer, has put the file aside. */
  async function leaveMovedFile(): Promise<void> {
    if (stream && (stream.destroyed || (await identityOf(path)) !== file)) {
      await end(stream);
      stream = undefined;
    }
  }

  async function makeRoom(current: RotatingFileStream): Promise<void> {
    try {
      const files = await removeOldest(path, maxTotalBytes);
      if (files.length === 0) return;
      await writeLine(current, { type: "removed", time: new Date().toISOString(), files });
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      onLog("warning", `old files of the audit log ${path} are not removed: ${reason}`);
    }
  }

  async function write(entry: object): Promise<void> {
    try {
      await leaveMovedFile();
      if (!stream) {
        stream = await open().catch(unlessMoved(open));
        file = await identityOf(path);
        await makeRoom(stream);
      }
      const current = stream;
      if (lost > 0) {
        const gap = { type: "gap", time: new Date().toISOString(), lost };
        await writeLine(current, gap);
        onLog("warning", `the audit log ${path} is written again; ${lost} entries are missing`);
        lost = 0;
      }
      await writeLine(current, entry);
    } catch (error) {
      stream?.destroy();
      stream = undefined;
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
      const last = stream;
      stream = undefined;
      if (last) await end(last);
    },
  };
}

/** A full disk takes part of a line. What follows must not be written onto it, or would be unreadable as well. */
async function endTornLine(path: string): Promise<void> {
  const file = await openFile(path, "a+", 0o600);
  try {
    const { size } = await file.stat();
    if (size === 0) return;
    const { buffer } = await file.read(Buffer.alloc(1), 0, 1, size - 1);
    if (buffer[0] !== newline) await file.write("\n");
  } finally {
    await file.close();
  }
}

async function identityOf(path: string): Promise<bigint | undefined> {
  return (await stat(path, { bigint: true }).catch(() => undefined))?.ino;
}

async function end(stream: RotatingFileStream): Promise<void> {
  if (stream.destroyed) return;
  await new Promise<void>((resolve) => stream.once("close", resolve).end());
}

/** Another process may put a full file aside just when we are about to; then there is a new one. */
function unlessMoved<Value>(again: () => Promise<Value>): (error: unknown) => Promise<Value> {
  return (error) => {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return again();
    throw error;
  };
}

async function writeLine(stream: RotatingFileStream, entry: object): Promise<void> {
  let isWritten = false;
  const onRotation = (): void => void (isWritten = true);
  stream.once("rotation", onRotation);
  const failure = await new Promise<Error | null | undefined>((resolve) => {
    stream.once("error", resolve);
    stream.write(`${JSON.stringify(entry)}\n`, (error) => {
      stream.off("error", resolve);
      resolve(error);
    });
  });
  stream.off("rotation", onRotation);
  // A file is put aside after the line that fills it.
  if (failure && !isWritten) throw failure;
}

/**
 * `audit.jsonl` is put aside as `audit-20260131T120000Z-3f9c2a-1.jsonl`. The mark is each writer's own, so that no two
 * that share a file can put it aside over each other.
 */
function rotatedName(
  path: string,
  mark: string,
): (time: number | Date | null, index?: number) => string {
  const extension = extname(path);
  const stem = basename(path, extension);
  return (time, index) => {
    if (time === null) return basename(path);
    const stamp = new Date(time).toISOString().replace(/[-:]|\.\d+/g, "");
    return `${stem}-${stamp}-${mark}-${index}${extension}`;
  };
}
