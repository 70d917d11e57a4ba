import { chmod, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { makeFolder } from "@mcp-code-execution/mcp-proxy-registry";
import { hasFileModes } from "../../machine.ts";

/**
 * Ensures that only this user can read what is appended to `path`: creates its folder, and removes the permissions of
 * others from an existing file. Rejects if that is impossible. On Windows, access lists are left unchanged. Resolves
 * with a description of what was corrected, if anything.
 */
export async function preparePrivateFile(path: string): Promise<string | undefined> {
  await makeFolder(dirname(path));
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
  if (!found) return undefined;
  if (found.isDirectory()) throw new Error("it is a folder; name a file in it");
  if (!found.isFile()) throw new Error("it is not a regular file");
  if (!hasFileModes(process) || (found.mode & 0o077) === 0) return undefined;
  await chmod(path, 0o600);
  return `${path} could be read by others (mode ${(found.mode & 0o777).toString(8)}); it is now readable by you alone`;
}
