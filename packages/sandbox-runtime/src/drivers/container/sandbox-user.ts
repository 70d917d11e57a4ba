// The user that the code of a sandbox runs as. The system's kernel counts some resources per user, such as timers and
// descriptors that are being passed on. Sandboxes of one user share them; with a user each, none can deprive another.
import { randomInt } from "node:crypto";
import { SandboxError } from "../../sandbox-error.ts";
import type { Engine } from "./engines/engine.ts";

/** The user nobody, by number, since an image may lack the name. */
export const defaultContainerUser: string = "65534:65534";

/** The value of the setting that gives each sandbox a user of its own. */
export const userForEach: string = "each";

/** From so many on, hosts hardly ever meet, and no start has to ask the engine who has which. */
const manyIds = 20_000;

/**
 * Returns the user for the next sandbox of an engine, as `uid:gid`. It counts up from a random id: an id returns only
 * after all others, and other hosts begin elsewhere. If there are so few that hosts would often meet, ids in use are
 * left out as long as there are others; `usersInUse` finds them. Throws a SandboxError if the engine has no ids to give.
 */
export function createSandboxUsers(
  asked: string,
): (
  engine: Pick<Engine, "name" | "enforces" | "freeIds">,
  usersInUse: () => Promise<ReadonlySet<string>>,
) => Promise<string> {
  let next = randomInt(2 ** 32);
  return async ({ name, enforces, freeIds }, usersInUse) => {
    // If the engine cannot limit processes, the system counts them per user, too.
    const isNeeded = asked === defaultContainerUser && !enforces.pids;
    if (asked !== userForEach && !isNeeded) return asked;
    if (freeIds) {
      const taken = freeIds.count < manyIds ? await usersInUse() : undefined;
      const nextUser = (): string => {
        const id = freeIds.first + (next++ % freeIds.count);
        return `${id}:${id}`;
      };
      let user = nextUser();
      for (let left = freeIds.count; left > 0 && taken?.has(user); left--) user = nextUser();
      return user;
    }
    if (isNeeded) return asked;
    throw new SandboxError(
      "start-failed",
      `MCP_BRIDGE_CONTAINER_USER=${userForEach} gives each sandbox a user of its own, and ${name} has too few ids for that. Give your user a range in /etc/subuid and /etc/subgid, then run \`podman system migrate\`.`,
    );
  };
}
