// A lock between processes: a folder that contains a file named after its owner. It is created atomically, by a rename
// that fails if the lock is held. It is removed by the owner's name, so that nobody can remove another owner's lock by
// mistake. The usual packages for lock files listen to the process's signals and would end it before its servers are
// closed.
import { randomUUID } from "node:crypto";
import { mkdir, readdir, rename, rmdir, stat, unlink, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileRules } from "../../platform/file-rules.ts";

// A holder renews the lock; if it was killed, the lock expires after this time.
const staleMs = 10_000;
const renewalMs = 2000;
// Longer than a holder's work may take.
const longestWaitMs = 45_000;
const shortestPauseMs = 30;

// A rename cannot replace a folder that is not empty.
const { folderInUse: HELD } = fileRules();

/**
 * Runs `work` while nobody else holds the lock of that path. Rejects if the lock is held for 45 seconds, and with the
 * signal's reason if the signal is aborted before the work has started.
 */
export async function withFileLock<T>(
  path: string,
  work: () => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  const deadline = performance.now() + longestWaitMs;
  const owner = randomUUID();
  while (!((await isFree(path)) && (await take(path, owner)))) {
    signal?.throwIfAborted();
    if (performance.now() > deadline) throw new Error(`${path} is held by another process`);
    await delay(shortestPauseMs * (1 + Math.random()));
  }
  const mine = join(path, owner);
  const renewal = setInterval(() => void renew(mine), renewalMs);
  renewal.unref();
  try {
    signal?.throwIfAborted();
    return await work();
  } finally {
    clearInterval(renewal);
    await unlink(mine).catch(() => {});
    await removeEmpty(path);
  }
}

/** Removes the lock of an owner that no longer renews it. */
async function isFree(path: string): Promise<boolean> {
  const [owner] = await readdir(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    if (HELD.has(error.code)) return [""];
    throw error;
  });
  if (owner === undefined) return true;
  const stats = await stat(join(path, owner)).catch(() => undefined);
  if (!stats?.isFile() || stats.mtimeMs >= Date.now() - staleMs) return false;
  await unlink(join(path, owner)).catch(() => {});
  return true;
}

async function take(path: string, owner: string): Promise<boolean> {
  const draft = `${path}.${owner}`;
  try {
    await mkdir(draft, { mode: 0o700 });
    await writeFile(join(draft, owner), "", { mode: 0o600 });
    await removeEmpty(path);
    await rename(draft, path);
    return true;
  } catch (error) {
    await unlink(join(draft, owner)).catch(() => {});
    await removeEmpty(draft);
    if (HELD.has((error as NodeJS.ErrnoException).code)) return false;
    throw error;
  }
}

async function removeEmpty(folder: string): Promise<void> {
  await rmdir(folder).catch(() => {});
}

async function renew(file: string): Promise<void> {
  const now = new Date();
  await utimes(file, now, now).catch(() => {});
}
