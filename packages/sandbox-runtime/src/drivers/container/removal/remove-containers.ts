import type Docker from "dockerode";
import { endContainer } from "./end-container.ts";
import { listContainers } from "../running/list-containers.ts";

/** Removes every container that has all the labels, whatever state it is in. Resolves with how many there were. */
export async function removeContainers(
  client: Docker,
  labels: string[],
  isOurs: (labels: Record<string, string>, id: string) => boolean | Promise<boolean> = () => true,
): Promise<number> {
  const found = await listContainers(client, labels);
  const ends = found.map(async ({ labels: its, id }) => {
    if (!(await isOurs(its, id))) return false;
    await endContainer(client, id);
    return true;
  });
  return (await Promise.all(ends)).filter(Boolean).length;
}
