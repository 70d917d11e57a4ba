import type Docker from "dockerode";
import type { Engine } from "./engine.ts";
import type { EngineFacts } from "./engine-facts.ts";
import { findEngine } from "./engines/find-engine.ts";
import { isOfThisMachine, ownerPid, sandboxLabel } from "./owner.ts";
import { removeContainers } from "./remove-containers.ts";

/** A sandbox that runs in a container now, started by this or another process of this machine. */
export interface RunningSandbox {
  /** The container's id; twelve characters of it are enough to name it. */
  id: string;
  engine: EngineFacts["name"];
  image: string;
  /** Process id of the host that uses it. */
  ownerPid: number;
  startedAt: Date;
  /** Undefined where the engine cannot tell. */
  memoryBytes?: number | undefined;
}

/** The sandboxes that this machine's hosts run on an engine, the oldest first. Throws a SandboxError where there is none. */
export function listSandboxes(engineName: Engine["name"]): Promise<RunningSandbox[]> {
  return withEngine(engineName, sandboxesOf);
}

/** Ends sandboxes of this machine and nothing else, whatever ids are given. Resolves with how many there were. */
export function endSandboxes(engineName: Engine["name"], ids: readonly string[]): Promise<number> {
  return withEngine(engineName, (engine) => endSandboxesOf(engine, ids));
}

export async function sandboxesOf({ client, name }: Engine): Promise<RunningSandbox[]> {
  const filters = { label: [sandboxLabel] };
  const found = await client.listContainers({ all: true, filters });
  const ours = found.filter(({ Labels }) => isOfThisMachine(Labels));
  const sandboxes = ours.map(async ({ Id, Image, Labels, Created }) => ({
    id: Id,
    engine: name,
    image: Image,
    ownerPid: ownerPid(Labels),
    startedAt: new Date(Created * 1000),
    memoryBytes: await memoryOf(client, Id),
  }));
  const listed = await Promise.all(sandboxes);
  return listed.toSorted((a, b) => a.startedAt.getTime() - b.startedAt.getTime());
}

export async function endSandboxesOf({ client }: Engine, ids: readonly string[]): Promise<number> {
  return removeContainers(
    client,
    [sandboxLabel],
    (labels, id) => isOfThisMachine(labels) && ids.includes(id),
  );
}

async function withEngine<Value>(
  name: EngineFacts["name"],
  use: (engine: Engine) => Promise<Value>,
): Promise<Value> {
  const engine = await findEngine(name);
  try {
    return await use(engine);
  } finally {
    await engine.close();
  }
}

async function memoryOf(client: Docker, id: string): Promise<number | undefined> {
  try {
    const stats = await client.getContainer(id).stats({ stream: false, "one-shot": true });
    // A rootless engine on cgroups v1 counts nothing and says 0.
    return stats.memory_stats?.usage || undefined;
  } catch {
    return undefined;
  }
}
