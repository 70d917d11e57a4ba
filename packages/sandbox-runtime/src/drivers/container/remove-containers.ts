import type Docker from "dockerode";
import { askEngine } from "./ask-engine.ts";
import { endContainer } from "./end-container.ts";

const answerMs = 10_000;

/** Removes every container that has all the labels, whatever state it is in. Resolves with how many there were. */
export async function removeContainers(
  client: Docker,
  labels: string[],
  isOurs: (labels: Record<string, string>, id: string) => boolean = () => true,
): Promise<number> {
  const found = await askEngine(answerMs, (abortSignal) =>
    client.listContainers({ all: true, filters: { label: labels }, abortSignal }),
  );
  const ours = found.filter((container) => isOurs(container.Labels, container.Id));
  await Promise.all(ours.map(({ Id }) => endContainer(client, Id)));
  return ours.length;
}
