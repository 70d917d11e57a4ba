import type { Engine } from "../engines/engine.ts";
import { listContainers } from "./list-containers.ts";
import { sandboxLabel, userLabel } from "./owner.ts";

/** The users, as `uid:gid`, of the sandboxes that all hosts have on an engine; empty if it does not list them. Never rejects. */
export async function usersInUse({ client }: Pick<Engine, "client">): Promise<ReadonlySet<string>> {
  const found = await listContainers(client, [sandboxLabel]).catch(() => []);
  return new Set(found.flatMap(({ labels }) => labels[userLabel] ?? []));
}
