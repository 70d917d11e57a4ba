// A lock between processes: a folder that one of them could make. The lock files of the usual packages come with
// listeners to the signals of the whole process, which would end it before its servers are closed.
import { randomUUID } from "node:crypto";
import { mkdir, rename, rmdir, stat, utimes } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";

// A living holder renews the lock; one that was killed loses it after this time.
const STALE_MS = 10_000;
const RENEWAL_MS = 2000;
// Longer than the work of a holder may take.
const LONGEST_WAIT_MS = 45_000;
const SHORTEST_PAUSE_MS = 30;

/** Runs `work` while nobody else holds the lock of that path. Rejects where it is held for three quarters of a minute. */
export async function withFileLock<T>(path: string, work: () => Promise<T>): Promise<T> {
  const deadline = performance.now() + LONGEST_WAIT_MS;
  while (!(await take(path))) {
    if (performance.now() > deadline) throw new Error(`${path} is held by another process`);
    if (await isStale(path)) await discard(path);
    else await delay(SHORTEST_PAUSE_MS * (1 + Math.random()));
  }
  const renewal = setInterval(() => void renew(path), RENEWAL_MS);
  renewal.unref();
  try {
    return await work();
  } finally {
    clearInterval(renewal);
    await rmdir(path).catch(() => {});
  }
}

async function take(path: string): Promise<boolean> {
  try {
    await mkdir(path, { mode: 0o700 });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

async function isStale(path: string): Promise<boolean> {
  const stats = await stat(path).catch(() => undefined);
  return stats !== undefined && stats.mtimeMs < Date.now() - STALE_MS;
}

/** Moved first, so that of several who find it stale only one removes it. */
async function discard(path: string): Promise<void> {
  const moved = `${path}.${randomUUID()}`;
  try {
    await rename(path, moved);
    await rmdir(moved);
  } catch {
    // Another one was faster.
  }
}

async function renew(path: string): Promise<void> {
  const now = new Date();
  await utimes(path, now, now).catch(() => {});
}
