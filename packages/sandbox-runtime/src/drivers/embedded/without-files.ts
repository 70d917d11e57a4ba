import { existsSync } from "node:fs";

const shell = "/bin/sh";

/**
 * The command, in a process in which no file can grow and no core is dumped. Of neither does Deno ask a permission:
 * SQLite moves what a database in memory cannot hold to a temporary file, and a crash writes all memory to disk.
 * Windows has no such limits.
 */
export function withoutFiles(
  command: string,
  args: readonly string[],
  platform: NodeJS.Platform = process.platform,
): { command: string; args: readonly string[] } {
  if (platform === "win32" || !existsSync(shell)) return { command, args };
  const script = 'ulimit -c 0 && ulimit -f 0 && exec "$0" "$@"';
  return { command: shell, args: ["-c", script, command, ...args] };
}
