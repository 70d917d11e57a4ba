import type Docker from "dockerode";

/** Removes every container that has all the labels, whatever state it is in. Resolves with how many there were. */
export async function removeContainers(
  client: Docker,
  labels: string[],
  isOurs: (labels: Record<string, string>, id: string) => boolean = () => true,
): Promise<number> {
  const found = await client.listContainers({ all: true, filters: { label: labels } });
  const ours = found.filter((container) => isOurs(container.Labels, container.Id));
  await Promise.all(
    ours.map(async ({ Id }) => {
      const container = client.getContainer(Id);
      await container.kill({ signal: "SIGKILL" }).catch(() => {});
      await container.remove({ force: true, v: true }).catch(() => {});
    }),
  );
  return ours.length;
}
