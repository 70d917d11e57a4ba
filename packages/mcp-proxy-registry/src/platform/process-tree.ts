// Ends a process together with its children on each platform (`npx`, `uvx` and `sh -c` are only the parents of the
// server). POSIX: a process group. Windows: `taskkill /T`.
import { execFile, spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { win32 } from "node:path";
import { errorCode } from "../error-text.ts";

/** Starts and ends process trees. A tree is identified by the id of its first process. */
export interface ProcessTree {
  /** Options for `spawn` that make the child the root of its own tree. */
  readonly spawnOptions: { detached: boolean; windowsHide: boolean };
  /** Whether any process of the tree is left (Windows: whether its first process is). */
  isAlive(pid: number): boolean;
  /** Asks the tree to end. On Windows, which cannot ask, ends it. */
  terminate(pid: number): void;
  /** Ends the tree at once; synchronous, for use while the host exits. */
  kill(pid: number): void;
}

/** The operating system's functions for process trees. */
export interface ProcessSystem {
  /** As `process.kill`: throws with the code `ESRCH` when there is no such process or group. */
  signal(pid: number, signal: NodeJS.Signals | 0): void;
  run(command: string, args: string[]): void;
  runSync(command: string, args: string[]): void;
  /** Linux: the `/proc/<pid>/stat` of every process; empty if there is no `/proc`. */
  processStats(): string[];
}

const nodeSystem: ProcessSystem = {
  signal: (pid, signal) => void process.kill(pid, signal),
  // The result of taskkill is ignored: whether the process is gone is checked separately.
  run: (command, args) => void execFile(command, args, { windowsHide: true }, () => {}),
  runSync: (command, args) => void spawnSync(command, args, { windowsHide: true, timeout: 5000 }),
  processStats: readProcessStats,
};

/** The process trees of a platform, this one by default. */
export function createProcessTree(
  platform: NodeJS.Platform = process.platform,
  system: ProcessSystem = nodeSystem,
): ProcessTree {
  return platform === "win32" ? windowsTree(system) : posixTree(system, platform === "linux");
}

function posixTree(system: ProcessSystem, hasProc: boolean): ProcessTree {
  return {
    spawnOptions: { detached: true, windowsHide: true },
    isAlive: (pid) =>
      trySignal(system, -pid, 0) && !(hasProc && isOnlyZombies(pid, system.processStats())),
    terminate: (pid) => void trySignal(system, -pid, "SIGTERM"),
    kill: (pid) => void trySignal(system, -pid, "SIGKILL"),
  };
}

function windowsTree(system: ProcessSystem): ProcessTree {
  return {
    spawnOptions: { detached: false, windowsHide: true },
    isAlive: (pid) => trySignal(system, pid, 0),
    terminate: (pid) => system.run(taskkill, treeOf(pid)),
    kill: (pid) => system.runSync(taskkill, treeOf(pid)),
  };
}

/** By its full path, since Windows looks in the working directory first, where servers may write. */
const taskkill = win32.join(process.env["SystemRoot"] ?? "C:\\Windows", "System32", "taskkill.exe");

/**
 * Whether a group consists only of zombies that wait for the init process. In a container whose init is an ordinary
 * program they remain forever, and `kill` cannot tell them from living processes.
 */
function isOnlyZombies(group: number, stats: string[]): boolean {
  // "pid (any name) state parent group …"
  const members = stats
    .map((stat) => stat.slice(stat.lastIndexOf(")") + 2).split(" ", 3))
    .filter(([, , memberOf]) => Number(memberOf) === group);
  return members.length > 0 && members.every(([state]) => state === "Z" || state === "X");
}

function readProcessStats(): string[] {
  try {
    const ids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
    return ids.flatMap((id) => readStat(id));
  } catch {
    return [];
  }
}

function readStat(id: string): string[] {
  try {
    return [readFileSync(`/proc/${id}/stat`, "utf8")];
  } catch {
    // The process ended between listing and reading.
    return [];
  }
}

function treeOf(pid: number): string[] {
  return ["/PID", String(pid), "/T", "/F"];
}

/** Whether there was a process to signal. EPERM means that there is one, of another user. */
function trySignal(system: ProcessSystem, pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    system.signal(pid, signal);
    return true;
  } catch (error) {
    return errorCode(error) === "EPERM";
  }
}
