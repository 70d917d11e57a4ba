import type Docker from "dockerode";
import { endContainer } from "./end-container.ts";
import { listContainers } from "./list-containers.ts";

/** Removes every container that has all the labels, whatever state it is in. Resolves with how many there were. */
export async function removeContainers(
  client: Docker,
  labels: string[],
  isOurs: (labels: Record<string, string>, id: string) => boolean = () => true,
): Promise<number> {
  const found = await listContainers(client, labels);
  const ours = found.filter((container) => isOurs(container.labels, container.id));
  await Promise.all(ours.map(({ id }) => endContainer(client, id)));
  return ours.length;
}
