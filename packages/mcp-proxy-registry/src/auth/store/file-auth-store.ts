// Logins as files, one for each server's URL, in a folder that only the user may open.
import { createHash } from "node:crypto";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { checkName } from "../../check-input.ts";
import { errorCode, errorText } from "../../error-text.ts";
import { RegistryError } from "../../registry-error.ts";
import type { AuthStore } from "./auth-store.ts";
import { withFileLock } from "./file-lock.ts";
import { preparePrivateFolder, readPrivateFile, writePrivateFile } from "./private-files.ts";

/**
 * Stores logins in files of mode 0600 in the folder, which gets mode 0700. More permissive modes are corrected at the
 * next use; files of another user and symbolic links are refused. Several processes may use one folder.
 */
export function fileAuthStore(folder: string): AuthStore {
  checkName("The folder", folder);
  const queues = new Map<string, Promise<unknown>>();
  const pathOf = (url: string): string => join(folder, fileName(url));

  async function locked<T>(path: string, work: () => Promise<T>): Promise<T> {
    let isHeld = false;
    const held = (): Promise<T> => {
      isHeld = true;
      return work();
    };
    try {
      await preparePrivateFolder(folder);
      return await withFileLock(`${path}.lock`, held);
    } catch (error) {
      if (isHeld) throw error;
      return refuse(error);
    }
  }

  function refuse(error: unknown): never {
    const code = errorCode(error);
    const summary = `The logins cannot be used${code === undefined ? "" : ` (${code})`}.`;
    const details = `${errorText(error)}. The folder of logins is ${folder}.`;
    throw new RegistryError("login-failed", summary, { cause: error, details });
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
      const mine = before.then(() => locked(path, work));
      const settled = mine.catch(() => {});
      queues.set(path, settled);
      return mine.finally(() => {
        if (queues.get(path) === settled) queues.delete(path);
      });
    },
  };
}

/** The host, for people who look into the folder, and a digest of the whole URL, which may contain a key. */
function fileName(url: string): string {
  const { hostname } = new URL(url);
  const digest = createHash("sha256").update(url).digest("hex").slice(0, 16);
  return `${hostname.replaceAll(/[^\w.-]/g, "_")}-${digest}.json`;
}
