import { mkdir, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { errorCode } from "../error-text.ts";

/**
 * Creates a folder, and all missing folders above it, for this user alone. Resolves with the outermost one that it
 * created, or undefined if the folder existed. Node's own recursive `mkdir` never ends if the system reports ENOENT for
 * a new folder in one that exists, as it does in /proc.
 */
export async function makeFolder(folder: string): Promise<string | undefined> {
  try {
    return (await makeOne(folder)) ? folder : undefined;
  } catch (error) {
    const parent = dirname(folder);
    if (errorCode(error) !== "ENOENT" || parent === folder) throw error;
    const outermost = await makeFolder(parent);
    const isNew = await makeOne(folder);
    return outermost ?? (isNew ? folder : undefined);
  }
}

/** Whether it created the folder; false if there was one. */
async function makeOne(folder: string): Promise<boolean> {
  try {
    await mkdir(folder, { mode: 0o700 });
    return true;
  } catch (error) {
    const found = await stat(folder).catch(() => undefined);
    if (found?.isDirectory()) return false;
    throw error;
  }
}
