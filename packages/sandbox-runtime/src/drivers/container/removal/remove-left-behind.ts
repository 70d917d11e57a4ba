import type Docker from "dockerode";
import { z } from "zod";
import { answerMs, askEngine } from "../engines/ask-engine.ts";
import { endContainer } from "./end-container.ts";
import { getFromEngine } from "../engines/get-from-engine.ts";
import { type ListedContainer, listContainers } from "../running/list-containers.ts";
import { isAbandoned, sandboxLabel } from "../running/owner.ts";

/** No start takes as long: what is not running then never will again. */
const surelyOverMs = 24 * 60 * 60_000;

const infoReply = z.object({ SystemTime: z.coerce.date() });

/**
 * Removes what hosts that are gone have left on the engine: what a process of this machine left, and whoever's it is,
 * what has not been running a day after it was made. The latter is left from before a reboot, or by a host in a
 * container, whose guardian went with it: from here, their machine is another one.
 *
 * @param clock resolves with the milliseconds of the clock by which the engine says when a container was made
 */
export async function removeLeftBehind(
  client: Docker,
  clock: (client: Docker) => Promise<number> = clockOf,
): Promise<void> {
  const found = await listContainers(client, [sandboxLabel]);
  let asked: Promise<number> | undefined;
  await Promise.all(
    found.map(async (container) => {
      const { id, isStill, labels } = container;
      if (await isAbandoned(labels)) await endContainer(client, id);
      else if (isStill && isSurelyOver(container, await (asked ??= clock(client))))
        await removeStill(client, id);
    }),
  );
}

/** Ours may be days ahead of it, as of that of a virtual machine that slept: what others start now would be over. */
async function clockOf(client: Docker): Promise<number> {
  const info = await askEngine(answerMs, (signal) => getFromEngine(client, "/info", signal));
  return infoReply.parse(info).SystemTime.getTime();
}

function isSurelyOver({ createdAt }: ListedContainer, now: number): boolean {
  return now - createdAt.getTime() > surelyOverMs;
}

/** An engine refuses to remove one that runs, whatever it was when it was listed. */
async function removeStill(client: Docker, id: string): Promise<void> {
  await askEngine(answerMs, (abortSignal) =>
    client.getContainer(id).remove({ force: false, v: true, abortSignal }),
  ).catch(() => {});
}
