// Logins as files, one for each server's URL, in a folder that only the user may open.
import { createHash } from "node:crypto";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { errorText } from "../error-text.ts";
import { RegistryError } from "../registry-error.ts";
import type { AuthStore } from "./auth-store.ts";
import { preparePrivateFolder, readPrivateFile, writePrivateFile } from "./private-files.ts";

// A lock whose holder was killed is taken over after this time; a living holder renews it.
const STALE_LOCK_MS = 10_000;
const LOCK_RENEWAL_MS = 2000;
// Some 45 s in all: longer than a refresh may take.
const LOCK_ATTEMPTS = { retries: 600, factor: 1, minTimeout: 50, maxTimeout: 100, randomize: true };

/**
 * Keeps logins in files of mode 0600 in the folder, which gets mode 0700. Wider modes are narrowed at the next use;
 * files of another user and symbolic links are refused. Several processes may use one folder.
 */
export function fileAuthStore(folder: string): AuthStore {
  const queues = new Map<string, Promise<unknown>>();
  const pathOf = (url: string): string => join(folder, fileName(url));

  async function withFileLock<T>(path: string, work: () => Promise<T>): Promise<T> {
    // Loaded where it is needed: it listens to the signals of the whole process.
    const { default: lockfile } = await import("proper-lockfile");
    await preparePrivateFolder(folder).catch(refuse);
    const release = await lockfile
      .lock(path, {
        realpath: false,
        stale: STALE_LOCK_MS,
        update: LOCK_RENEWAL_MS,
        retries: LOCK_ATTEMPTS,
        // A machine that slept may lose a lock. The work is short, and what it writes is whole.
        onCompromised: () => {},
      })
      .catch(refuse);
    try {
      return await work();
    } finally {
      await release().catch(() => {});
    }
  }

  function refuse(error: unknown): never {
    const reason = `${errorText(error)}. The folder of logins is ${folder}.`;
    throw new RegistryError("login-failed", `The logins cannot be used: ${reason}`, {
      cause: error,
    });
  }

  return {
    read: (url) => readPrivateFile(pathOf(url)).catch(refuse),
    async write(url, text) {
      try {
        await preparePrivateFolder(folder);
        await writePrivateFile(pathOf(url), text);
      } catch (error) {
        refuse(error);
      }
    },
    async remove(url) {
      const path = pathOf(url);
      if ((await readPrivateFile(path).catch(refuse)) === undefined) return false;
      await rm(path, { force: true }).catch(refuse);
      return true;
    },
    exclusively(url, work) {
      const path = pathOf(url);
      const before = queues.get(path) ?? Promise.resolve();
      const mine = before.then(() => withFileLock(path, work));
      const settled = mine.catch(() => {});
      queues.set(path, settled);
      return mine.finally(() => {
        if (queues.get(path) === settled) queues.delete(path);
      });
    },
  };
}

/** The host, for people who look into the folder, and a digest of the whole URL, which may hold a key. */
function fileName(url: string): string {
  const { hostname } = new URL(url);
  const digest = createHash("sha256").update(url).digest("hex").slice(0, 16);
  return `${hostname.replaceAll(/[^\w.-]/g, "_")}-${digest}.json`;
}
