import type Docker from "dockerode";
import { z } from "zod";
import { askEngine } from "./ask-engine.ts";
import { getFromEngine } from "./get-from-engine.ts";

const answerMs = 10_000;

const reply = z.array(
  z.object({
    Id: z.string(),
    Image: z.string(),
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
  image: string;
  labels: Record<string, string>;
  createdAt: Date;
}

/**
 * Every container that has all the labels, whatever state it is in. Through the API that it shares with Docker, Podman
 * lists none where one is broken, as those are that it was killed at; its own API lists those, too.
 */
export async function listContainers(client: Docker, labels: string[]): Promise<ListedContainer[]> {
  const filters = encodeURIComponent(JSON.stringify({ label: labels }));
  const ask = (path: string): Promise<unknown> =>
    askEngine(answerMs, (signal) =>
      getFromEngine(client, `${path}/containers/json?all=true&filters=${filters}`, signal),
    );
  const found = await ask("").catch((error: unknown) => {
    if ((error as { statusCode?: number }).statusCode !== 500) throw error;
    // Any number of a version will do. Docker has no such place.
    return ask("/v4.0.0/libpod").catch(() => Promise.reject(error));
  });
  return reply.parse(found).map(({ Id, Image, Labels, Created }) => ({
    id: Id,
    image: Image,
    labels: Labels ?? {},
    createdAt: Created,
  }));
}
