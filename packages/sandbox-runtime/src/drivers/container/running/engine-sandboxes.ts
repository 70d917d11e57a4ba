import type Docker from "dockerode";
import { answerMs, askEngine } from "../engines/ask-engine.ts";
import type { Engine } from "../engines/engine.ts";
import { listContainers } from "./list-containers.ts";
import { imageLabel, isOfThisMachine, ownerPid, sandboxLabel } from "./owner.ts";
import { removeContainers } from "../removal/remove-containers.ts";
import type { RunningSandbox } from "./running-sandbox.ts";

/** The sandboxes that this machine's hosts run on an engine, the oldest first. */
export async function sandboxesOf({ client, name }: Engine): Promise<RunningSandbox[]> {
  const found = await listContainers(client, [sandboxLabel]);
  const areOurs = await Promise.all(found.map(({ labels }) => isOfThisMachine(labels)));
  const ours = found.filter((_, index) => areOurs[index]);
  const sandboxes = ours.map(async ({ id, image, labels, createdAt }) => ({
    id,
    engine: name,
    image: labels[imageLabel] ?? image,
    ownerPid: ownerPid(labels),
    startedAt: createdAt,
    memoryBytes: await memoryOf(client, id),
  }));
  const listed = await Promise.all(sandboxes);
  return listed.toSorted((a, b) => a.startedAt.getTime() - b.startedAt.getTime());
}

/** Ends those of the ids that are sandboxes of this machine. Resolves with how many there were. */
export async function endSandboxesOf({ client }: Engine, ids: readonly string[]): Promise<number> {
  return removeContainers(
    client,
    [sandboxLabel],
    (labels, id) => ids.includes(id) && isOfThisMachine(labels),
  );
}

async function memoryOf(client: Docker, id: string): Promise<number | undefined> {
  try {
    const stats = await askEngine(answerMs, () =>
      client.getContainer(id).stats({ stream: false, "one-shot": true }),
    );
    // A rootless engine on cgroups v1 measures nothing and reports 0.
    return stats.memory_stats?.usage || undefined;
  } catch {
    return undefined;
  }
}
