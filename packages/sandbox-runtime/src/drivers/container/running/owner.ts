// The owner of a container. Labels name the process that started it, so that a later start can tell the containers of a
// dead process from those in use, and leaves containers of other machines alone: several machines may share an engine.
import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import { processStart, thisMachine } from "./this-machine.ts";

const prefix = "mcp-code-execution";

/** A process of a machine that starts containers. */
export interface Owner {
  /** Unique: it finds the containers of an owner that is known to be dead. */
  id: string;
  host: string;
  pid: number;
  /** When the process started, as the system reports it; empty if unknown. */
  started: string;
}

/** A new owner, in this process. */
export async function createOwner(): Promise<Owner> {
  const id = randomUUID();
  const { pid } = process;
  const [machine, started = ""] = await Promise.all([thisMachine(), processStart(pid)]);
  // If the machine cannot be told from others, its containers are never considered abandoned.
  return { id, host: machine ?? `${hostname()} ${id}`, pid, started };
}

/** The labels of a container of that name that the owner makes. */
export function sandboxLabels(owner: Owner, name: string): Record<string, string> {
  return { ...ownerLabels(owner), [nameLabel]: name };
}

function ownerLabels({ id, host, pid, started }: Owner): Record<string, string> {
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

/**
 * The container's own name. An image that somebody commits from a sandbox has the labels of that sandbox, and so has
 * every container of the image, but none of them has its name.
 */
export const nameLabel: string = `${prefix}.name`;

/** The name by which its image was chosen. */
export const imageLabel: string = `${prefix}.image`;

/** The user that its code runs as. */
export const userLabel: string = `${prefix}.user`;

/** Label filters that match all containers of one owner. */
export function ownerFilter(owner: Owner): string[] {
  return Object.entries(ownerLabels(owner)).map(([name, value]) => `${name}=${value}`);
}

/** True only if the process that created the container is certainly gone. */
export async function isAbandoned(labels: Record<string, string>): Promise<boolean> {
  const pid = ownerPid(labels);
  if (!Number.isInteger(pid) || pid <= 0 || !(await isOfThisMachine(labels))) return false;
  if (!isAlive(pid)) return true;
  const told = labels[`${prefix}.started`];
  // The owner's start time may be unknown, for example because it could not start `ps` and we can.
  if (!told) return false;
  const started = await processStart(pid);
  return started !== undefined && started !== told;
}

/** Whether a process of this machine created the container since the machine started. */
export async function isOfThisMachine(labels: Record<string, string>): Promise<boolean> {
  const machine = await thisMachine();
  return machine !== undefined && labels[`${prefix}.host`] === machine;
}

/** Process id of the container's owner; NaN if its labels do not say. */
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
