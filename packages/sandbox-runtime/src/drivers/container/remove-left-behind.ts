import type Docker from "dockerode";
import { answerMs, askEngine } from "./ask-engine.ts";
import { endContainer } from "./end-container.ts";
import { type ListedContainer, listContainers } from "./list-containers.ts";
import { isAbandoned, sandboxLabel } from "./owner.ts";

/** No start takes as long: what is not running then never will again. */
const surelyOverMs = 24 * 60 * 60_000;

/**
 * Removes what hosts that are gone have left on the engine: what a process of this machine left, and whoever's it is,
 * what has not been running a day after it was made. The latter is left from before a reboot, or by a host in a
 * container, whose guardian went with it: from here, their machine is another one.
 *
 * @param now milliseconds of the clock that the engine has, too
 */
export async function removeLeftBehind(client: Docker, now: number = Date.now()): Promise<void> {
  const found = await listContainers(client, [sandboxLabel]);
  await Promise.all(
    found.map(async (container) => {
      if (await isAbandoned(container.labels)) await endContainer(client, container.id);
      else if (isSurelyOver(container, now)) await removeStill(client, container.id);
    }),
  );
}

function isSurelyOver({ isStill, createdAt }: ListedContainer, now: number): boolean {
  return isStill && now - createdAt.getTime() > surelyOverMs;
}

/** An engine refuses to remove one that runs, whatever it was when it was listed. */
async function removeStill(client: Docker, id: string): Promise<void> {
  await askEngine(answerMs, (abortSignal) =>
    client.getContainer(id).remove({ force: false, v: true, abortSignal }),
  ).catch(() => {});
}
