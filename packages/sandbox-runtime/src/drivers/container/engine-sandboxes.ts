import type Docker from "dockerode";
import { askEngine } from "./ask-engine.ts";
import type { Engine } from "./engine.ts";
import { imageLabel, isOfThisMachine, ownerPid, sandboxLabel } from "./owner.ts";
import { removeContainers } from "./remove-containers.ts";
import type { RunningSandbox } from "./running-sandboxes.ts";

const answerMs = 10_000;

export async function sandboxesOf({ client, name }: Engine): Promise<RunningSandbox[]> {
  const filters = { label: [sandboxLabel] };
  const found = await askEngine(answerMs, (abortSignal) =>
    client.listContainers({ all: true, filters, abortSignal }),
  );
  const ours = found.filter(({ Labels }) => isOfThisMachine(Labels));
  const sandboxes = ours.map(async ({ Id, Image, Labels, Created }) => ({
    id: Id,
    engine: name,
    image: Labels[imageLabel] ?? Image,
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

async function memoryOf(client: Docker, id: string): Promise<number | undefined> {
  try {
    const stats = await askEngine(answerMs, () =>
      client.getContainer(id).stats({ stream: false, "one-shot": true }),
    );
    // A rootless engine on cgroups v1 counts nothing and says 0.
    return stats.memory_stats?.usage || undefined;
  } catch {
    return undefined;
  }
}
