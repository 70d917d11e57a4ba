import { existsSync } from "node:fs";

const shell = "/bin/sh";

/** What a process is started with. */
export interface ProcessStart {
  command: string;
  args: readonly string[];
  /** Whether it has a process group of its own: a terminal's Ctrl-C is for us, who interrupt the run. */
  detached: boolean;
}

/**
 * The command, in a process in which no file can grow and no core is dumped. Of neither does Deno ask a permission:
 * SQLite moves what a database in memory cannot hold to a temporary file, and a crash writes all memory to disk.
 * Windows has no such limits, and no process groups.
 */
export function confinedProcess(
  command: string,
  args: readonly string[],
  platform: NodeJS.Platform = process.platform,
): ProcessStart {
  const detached = platform !== "win32";
  if (!detached || !existsSync(shell)) return { command, args, detached };
  const script = 'ulimit -c 0 && ulimit -f 0 && exec "$0" "$@"';
  return { command: shell, args: ["-c", script, command, ...args], detached };
}
