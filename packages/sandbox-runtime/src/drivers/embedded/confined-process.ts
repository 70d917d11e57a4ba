import { existsSync } from "node:fs";

const shell = "/bin/sh";

/** How a process is started. */
export interface ProcessStart {
  command: string;
  args: readonly string[];
  /** Whether it has its own process group: Ctrl-C in a terminal is meant for the host, which interrupts the run. */
  detached: boolean;
}

/**
 * The command, in a process that can write no file and dumps no core. Deno has no permission for either: SQLite moves
 * parts of an in-memory database to a temporary file, and a crash writes all memory to disk. Windows has no such
 * limits, and no process groups.
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
