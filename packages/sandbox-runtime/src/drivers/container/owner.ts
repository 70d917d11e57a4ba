// Whose a container is. A label names the process that started it, so that a later start can tell what a dead one
// left behind from what a living one uses, and leaves alone what is on another machine.
import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";

const prefix = "mcp-code-execution";

/** A process of a machine. */
export interface Owner {
  host: string;
  pid: number;
  /** When the process started, in the system's own units; a process id is used again after some time. */
  started: string;
}

/** This process. */
export function thisOwner(): Owner {
  return { host: hostIdentity(), pid: process.pid, started: processStart(process.pid) ?? "" };
}

/** The labels of a container that the owner has made. */
export function ownerLabels({ host, pid, started }: Owner): Record<string, string> {
  return {
    [`${prefix}.sandbox`]: "1",
    [`${prefix}.host`]: host,
    [`${prefix}.pid`]: String(pid),
    [`${prefix}.started`]: started,
  };
}

/** The label that every container of ours has, as engines filter by it. */
export const sandboxLabel: string = `${prefix}.sandbox=1`;

/** Under which name its image was chosen. */
export const imageLabel: string = `${prefix}.image`;

/** Engines filter by several labels at once: these are all of one owner's. */
export function ownerFilter(owner: Owner): string[] {
  return Object.entries(ownerLabels(owner)).map(([name, value]) => `${name}=${value}`);
}

/** True only where it is certain that the process which made the container is gone. */
export function isAbandoned(
  labels: Record<string, string>,
  here: string = hostIdentity(),
): boolean {
  const pid = Number(labels[`${prefix}.pid`]);
  if (labels[`${prefix}.host`] !== here || !Number.isInteger(pid) || pid <= 0) return false;
  if (!isAlive(pid)) return true;
  const started = processStart(pid);
  return started !== undefined && started !== labels[`${prefix}.started`];
}

/** Whether a process of this machine, since it was started, made the container. */
export function isOfThisMachine(labels: Record<string, string>): boolean {
  return labels[`${prefix}.host`] === hostIdentity();
}

/** Process id of whoever made the container; NaN where its labels do not say. */
export function ownerPid(labels: Record<string, string>): number {
  return Number(labels[`${prefix}.pid`]);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/**
 * The machine and, where the system tells, this start of it and whose process ids ours are: in a container, which may
 * have the machine's name, the same number is another process.
 */
function hostIdentity(): string {
  const start = read("/proc/sys/kernel/random/boot_id") ?? "";
  return [hostname(), start, processNumbers()].filter(Boolean).join(" ");
}

function processNumbers(): string {
  try {
    return readlinkSync("/proc/self/ns/pid");
  } catch {
    return "";
  }
}

/** Field 22 of /proc/<pid>/stat (proc(5)); the name before it may hold blanks and brackets. */
function processStart(pid: number): string | undefined {
  return read(`/proc/${pid}/stat`)?.split(") ").at(-1)?.split(" ")[19];
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8").trim();
  } catch {
    return undefined;
  }
}
