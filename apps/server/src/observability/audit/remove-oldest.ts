import { readdir, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { isNameAside } from "./names-aside.ts";

interface PutAside {
  name: string;
  bytes: number;
  lastWrittenAt: number;
}

/**
 * Removes renamed files, oldest first, until all files of the log together have at most `maxBytes`. The current file
 * and the newest renamed one, which may still receive a line, are never removed. Resolves with the names of the removed
 * files.
 */
export async function removeOldest(path: string, maxBytes: number): Promise<string[]> {
  const files = await putAside(path);
  // Another writer may just have renamed it.
  let left = (await stat(path).catch(() => undefined))?.size ?? 0;
  for (const { bytes } of files) left += bytes;
  const removed: string[] = [];
  for (const { name, bytes } of files.slice(0, -1)) {
    if (left <= maxBytes) break;
    await rm(join(dirname(path), name), { force: true });
    left -= bytes;
    removed.push(name);
  }
  return removed;
}

/** Oldest first. */
async function putAside(path: string): Promise<PutAside[]> {
  const folder = dirname(path);
  const names = (await readdir(folder)).filter((name) => isNameAside(name, path));
  const found = names.map(async (name): Promise<PutAside[]> => {
    // Another writer may just have removed it.
    const facts = await stat(join(folder, name)).catch(() => undefined);
    return facts ? [{ name, bytes: facts.size, lastWrittenAt: facts.mtimeMs }] : [];
  });
  return (await Promise.all(found)).flat().toSorted((a, b) => a.lastWrittenAt - b.lastWrittenAt);
}
