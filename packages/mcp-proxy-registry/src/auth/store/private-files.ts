// Files that only their owner may read: by POSIX modes, or on Windows by the user's profile.
import { randomUUID } from "node:crypto";
import type { Stats } from "node:fs";
import { chmod, open, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { fileRules } from "../../platform/file-rules.ts";
import { makeFolder } from "../../platform/make-folder.ts";
import { moveFile } from "../../platform/move-file.ts";

const others = 0o077;
const maxBytes = 1_000_000;
const { modes: hasModes, readFlags } = fileRules();

/** Creates the folder if it is missing and removes others' access to it. Throws if it belongs to another user. */
export async function preparePrivateFolder(folder: string): Promise<void> {
  await makeFolder(folder);
  if (!hasModes) return;
  const stats = await stat(folder);
  requireOwner(stats, folder);
  if ((stats.mode & others) !== 0) await chmod(folder, 0o700);
}

/**
 * The text of a file, or undefined if there is none. First removes others' access to it. Throws if it belongs to
 * another user, is not a regular file, or is longer than any login.
 */
export async function readPrivateFile(path: string): Promise<string | undefined> {
  const file = await open(path, readFlags).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
  if (!file) return undefined;
  try {
    const stats = await file.stat();
    if (!stats.isFile() || stats.size > maxBytes) {
      throw new Error(`${path} is no file that a login is kept in; remove it`);
    }
    if (hasModes) {
      requireOwner(stats, path);
      if ((stats.mode & others) !== 0) await file.chmod(0o600);
    }
    return await file.readFile("utf8");
  } finally {
    await file.close();
  }
}

/**
 * Writes a temporary file and renames it, so that a reader sees either the old text or the new one. Throws where
 * the text is longer than what is read.
 */
export async function writePrivateFile(path: string, text: string): Promise<void> {
  if (Buffer.byteLength(text) > maxBytes) {
    throw new Error("what the server gave for its login is longer than any login");
  }
  const draft = join(dirname(path), `.${basename(path)}.${randomUUID()}`);
  try {
    const file = await open(draft, "wx", 0o600);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await moveFile(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

function requireOwner(stats: Stats, path: string): void {
  const user = process.getuid?.();
  if (user !== undefined && stats.uid !== user) {
    throw new Error(`${path} belongs to another user; remove it or make it yours`);
  }
}
