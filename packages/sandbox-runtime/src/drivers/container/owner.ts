// Whose a container is. Labels name the process that started it, so that a later start can tell what a dead one left
// behind from what a living one uses, and leaves alone what is on another machine: several may share an engine.
import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import { processStart, thisMachine } from "./this-machine.ts";

const prefix = "mcp-code-execution";

/** Whoever starts containers, in a process of a machine. */
export interface Owner {
  /** No other has it: what is removed for one that is known to be dead is found by it. */
  id: string;
  host: string;
  pid: number;
  /** When the process started, in the system's own words; empty where it does not say. */
  started: string;
}

/** A new owner, in this process. */
export async function createOwner(): Promise<Owner> {
  const id = randomUUID();
  const { pid } = process;
  const [machine, started = ""] = await Promise.all([thisMachine(), processStart(pid)]);
  // Of a machine that cannot be told from others nothing is ever said to be abandoned.
  return { id, host: machine ?? `${hostname()} ${id}`, pid, started };
}

/** The labels of a container that the owner has made. */
export function ownerLabels({ id, host, pid, started }: Owner): Record<string, string> {
  return {
    [`${prefix}.sandbox`]: "1",
    [`${prefix}.owner`]: id,
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
export async function isAbandoned(labels: Record<string, string>): Promise<boolean> {
  const pid = ownerPid(labels);
  if (!Number.isInteger(pid) || pid <= 0 || !(await isOfThisMachine(labels))) return false;
  if (!isAlive(pid)) return true;
  const told = labels[`${prefix}.started`];
  // The owner may not have been told, as where it may not start `ps` and we may.
  if (!told) return false;
  const started = await processStart(pid);
  return started !== undefined && started !== told;
}

/** Whether a process of this machine, since it was started, made the container. */
export async function isOfThisMachine(labels: Record<string, string>): Promise<boolean> {
  const machine = await thisMachine();
  return machine !== undefined && labels[`${prefix}.host`] === machine;
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
