import { randomUUID } from "node:crypto";
import { chmod, realpath, rm, writeFile } from "node:fs/promises";
import { moveFile } from "@mcp-code-execution/mcp-proxy-registry";

/** Replaces a file atomically, so that no reader finds half of it. A symbolic link is kept: its target is replaced. */
export async function replaceFile(
  path: string,
  content: string | Buffer,
  mode: number,
): Promise<void> {
  const target = await realpath(path).catch(() => path);
  const temporary = `${target}.${randomUUID()}.tmp`;
  try {
    await writeFile(temporary, content, { mode: 0o600 });
    await chmod(temporary, mode);
    await moveFile(temporary, target);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
