// The file that is written to. It is renamed when it is full, by this writer or by another one of the same file.
import { open as openFile, rename, stat, type FileHandle } from "node:fs/promises";
import { namesAside } from "./names-aside.ts";
import { preparePrivateFile } from "./private-file.ts";
import { removeOldest } from "./remove-oldest.ts";
import { endTornLine, writeLine } from "./whole-lines.ts";

/** Where the file is, and how large it may grow. */
export interface RotatedFileOptions {
  /** Absolute path. */
  path: string;
  /** Bytes after which the file is renamed to a name with the time. */
  maxBytes: number;
  /** Bytes of this file and the renamed ones together, beyond which the oldest are removed. */
  maxTotalBytes: number;
  onWarning: (message: string) => void;
}

export interface RotatedFile {
  /** The file to write to, and its size. Starts a new file if it is full or another writer has renamed it. */
  withRoom(): Promise<{ file: FileHandle; size: number }>;
  /** Is told the end of the file after a write: what follows is by another writer. */
  wroteUpTo(end: number): void;
  /** Closes it; `withRoom` opens it again. */
  leave(): Promise<void>;
}

export function createRotatedFile({
  path,
  maxBytes,
  maxTotalBytes,
  onWarning,
}: RotatedFileOptions): RotatedFile {
  let current: FileHandle | undefined;
  /** The identity of the open file. */
  let identity: bigint | undefined;
  /** The end of the file after the last write of this writer. */
  let ownEnd: number | undefined;
  const asideName = namesAside(path);

  async function open(): Promise<FileHandle> {
    const repaired = await preparePrivateFile(path);
    if (repaired) onWarning(repaired);
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

  async function leave(): Promise<void> {
    const last = current;
    current = undefined;
    await last?.close();
  }

  async function makeRoom(file: FileHandle): Promise<void> {
    const files = await removeOldest(path, maxTotalBytes).catch((error: unknown) => {
      const reason = error instanceof Error ? error.message : String(error);
      onWarning(`old files of the audit log ${path} are not removed: ${reason}`);
      return [];
    });
    if (files.length === 0) return;
    await writeLine(file, { type: "removed", time: new Date().toISOString(), files });
  }

  return {
    async withRoom() {
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
    },
    wroteUpTo(end) {
      ownEnd = end;
    },
    leave,
  };
}

/** Another process may rename a full file at the same moment; then there is a new one. */
function unlessMoved<Value>(again: () => Promise<Value>): (error: unknown) => Promise<Value> {
  return (error) => {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return again();
    throw error;
  };
}
