import { z } from "zod";
import { answerMs, askEngine } from "../engines/ask-engine.ts";
import { getFromEngine, type EngineClient } from "../engines/get-from-engine.ts";
import { nameLabel } from "./owner.ts";

const reply = z.array(
  z.object({
    Id: z.string(),
    Names: z.array(z.string()).nullish(),
    Image: z.string(),
    State: z.string().nullish(),
    Labels: z.record(z.string(), z.string()).nullish(),
    // Docker's API has seconds, Podman's own a date.
    Created: z.union([
      z.number().transform((seconds) => new Date(seconds * 1000)),
      z.coerce.date(),
    ]),
  }),
);

/** A container as an engine lists it. */
export interface ListedContainer {
  id: string;
  name: string;
  image: string;
  labels: Record<string, string>;
  createdAt: Date;
  /** It has not been started yet, or has ended. False where the engine does not say so. */
  isStill: boolean;
}

/** In the words of Docker, and of Podman, which calls one that a reboot has ended as if it had never run. */
const stillStates = new Set(["created", "configured", "exited", "stopped", "dead"]);

/**
 * Every sandbox that has all the labels, in whatever state: a container whose labels are its own, and not those of the
 * sandbox that its image was committed from. If one is broken, for example because Podman was killed,
 * Podman's Docker-compatible API lists none at all; its own API lists those too.
 */
export async function listContainers(
  client: EngineClient,
  labels: string[],
): Promise<ListedContainer[]> {
  const query = { all: true, filters: { label: labels } };
  const ask = (path: string): Promise<unknown> =>
    askEngine(answerMs, (signal) =>
      getFromEngine(client, `${path}/containers/json`, signal, query),
    );
  const found = await ask("").catch((error: unknown) => {
    if ((error as { statusCode?: number }).statusCode !== 500) throw error;
    // Any version number works. Docker has no such path.
    return ask("/v4.0.0/libpod").catch(() => Promise.reject(error));
  });
  const listed = reply.parse(found).map(({ Id, Names, Image, Labels, Created, State }) => ({
    id: Id,
    // Docker's API has a slash before it.
    name: Names?.[0]?.replace(/^\//, "") ?? "",
    image: Image,
    labels: Labels ?? {},
    createdAt: Created,
    isStill: stillStates.has(State ?? ""),
  }));
  // An engine that ignores the filter lists all containers, and what is returned here may be removed.
  return listed.filter(
    ({ name, labels: its }) =>
      its[nameLabel] === name && labels.every((label) => hasLabel(its, label)),
  );
}

function hasLabel(labels: Record<string, string>, label: string): boolean {
  const [name = ""] = label.split("=", 1);
  return labels[name] === label.slice(name.length + 1);
}
