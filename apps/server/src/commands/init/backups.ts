// Each init stores the original files in a new folder, with a manifest; undo uses the newest one. Only the user can
// read them, since the files may contain secrets.
import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rm, rmdir, stat, unlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { readRegularFile } from "@mcp-code-execution/config";
import { makeFolder } from "@mcp-code-execution/mcp-proxy-registry";
import { z } from "zod";
import type { Machine } from "../../machine.ts";
import { backupsFolder } from "./client-places.ts";
import { InitError } from "./init-error.ts";
import type { FileChange } from "./plan.ts";
import { maxBytes, readTextFile } from "./read-text-file.ts";
import { replaceFile } from "./replace-file.ts";

const manifestSchema = z.object({
  files: z.array(
    z.object({
      path: z.string(),
      /** File in the backup's folder; absent if there was no file before. */
      backup: z.string().optional(),
      mode: z.number().optional(),
      /** sha256 of what was written. */
      after: z.string(),
    }),
  ),
  /** Innermost first. */
  madeFolders: z.array(z.string()),
});
type Manifest = z.infer<typeof manifestSchema>;

/** Stores the backup and then writes the changes. Nothing is written if a file has changed since it was read. */
export async function applyChanges(
  changes: readonly FileChange[],
  machine: Machine,
): Promise<string> {
  for (const { path, before } of changes) {
    const now = await readTextFile(path).catch(() => undefined);
    if (now !== before)
      throw new InitError(
        `${path} has just been changed by another program. Nothing was written; try again.`,
      );
  }
  const manifest = await keepFiles(changes, machine).catch((error: unknown) => {
    throw unwritten((error as NodeJS.ErrnoException).path ?? backupsFolder(machine), error);
  });
  for (const [index, { path, after }] of changes.entries()) {
    // New files may contain environment variables of servers; existing files keep their mode, except for our own.
    const isOurs = dirname(path) === dirname(backupsFolder(machine));
    const mode = isOurs ? 0o600 : (manifest.files[index]?.mode ?? 0o600);
    try {
      await replaceFile(path, after, mode);
    } catch (error) {
      await undoLast(machine);
      throw unwritten(path, error);
    }
  }
  return manifest.folder;
}

function unwritten(path: string, error: unknown): InitError {
  const code = (error as NodeJS.ErrnoException).code ?? (error as Error).message;
  return new InitError(
    `${path} cannot be written (${code}), so nothing was changed. Make it writable for you, or name with --client only the clients whose files are.`,
    { cause: error },
  );
}

/** Stores the backup in a new folder. */
async function keepFiles(
  changes: readonly FileChange[],
  machine: Machine,
): Promise<Manifest & { folder: string }> {
  const parents = [...changes.map(({ path }) => dirname(path)), backupsFolder(machine)];
  const madeFolders = await makeFolders(parents);
  const folder = join(backupsFolder(machine), new Date().toISOString().replaceAll(/[-:]/g, ""));
  await mkdir(folder, { mode: 0o700 });
  const manifest: Manifest = { files: [], madeFolders };
  for (const [index, { path, before, after }] of changes.entries()) {
    const mode = (await stat(path).catch(() => undefined))?.mode;
    const backup = before === undefined ? undefined : String(index);
    if (backup !== undefined) await writeFile(join(folder, backup), before ?? "", { mode: 0o600 });
    manifest.files.push({
      path,
      backup,
      mode: mode === undefined ? undefined : mode & 0o777,
      after: digest(after),
    });
  }
  await writeFile(join(folder, "manifest.json"), JSON.stringify(manifest, null, 2), {
    mode: 0o600,
  });
  return { ...manifest, folder };
}

/** Restores what the last init changed, byte for byte. Undefined if there is nothing to undo. */
export async function undoLast(machine: Machine): Promise<string[] | undefined> {
  const root = backupsFolder(machine);
  const names = await readdir(root).catch(() => []);
  const newest = names.toSorted((a, b) => a.localeCompare(b)).at(-1);
  if (newest === undefined) return undefined;
  const folder = join(root, newest);
  const manifest = manifestSchema.parse(
    JSON.parse(await readFile(join(folder, "manifest.json"), "utf8")),
  );
  const before = await Promise.all(
    manifest.files.map(async ({ backup }) =>
      backup === undefined ? undefined : await readFile(join(folder, backup)),
    ),
  );
  const changed: string[] = [];
  for (const [index, { path, after }] of manifest.files.entries()) {
    const now = await readRegularFile(path, maxBytes).catch(() => undefined);
    const isWritten = now !== undefined && digest(now) === after;
    const isAsBefore =
      now === undefined ? before[index] === undefined : before[index]?.equals(now) === true;
    if (!isWritten && !isAsBefore) changed.push(path);
  }
  if (changed.length > 0) {
    throw new InitError(
      `Nothing was restored: ${changed.join(" and ")} changed since. The previous contents are in ${folder}: copy what you need from there, then remove that folder.`,
    );
  }
  for (const [index, { path, mode }] of manifest.files.entries()) {
    const bytes = before[index];
    if (bytes) await replaceFile(path, bytes, mode ?? 0o600);
    else await unlink(path).catch(() => {});
  }
  await rm(folder, { recursive: true });
  // Only folders that are still empty.
  for (const made of manifest.madeFolders) await rmdir(made).catch(() => {});
  return manifest.files.map(({ path }) => path);
}

/** Creates missing folders and returns them, innermost first. */
async function makeFolders(folders: readonly string[]): Promise<string[]> {
  const made = new Set<string>();
  for (const folder of folders) {
    const first = await makeFolder(folder);
    if (first === undefined) continue;
    for (let each = folder; each.length >= first.length; each = dirname(each)) made.add(each);
  }
  return [...made].toSorted((a, b) => b.length - a.length);
}

function digest(content: string | Buffer): string {
  return createHash("sha256").update(content).digest("hex");
}
