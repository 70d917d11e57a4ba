import type Docker from "dockerode";
import { z } from "zod";
import type { Engine } from "./engine.ts";
import { getFromEngine } from "./get-from-engine.ts";
import { freeIdsOfMachine, freeMappedIds } from "./free-ids.ts";

export type InspectedEngine = Pick<
  Engine,
  "name" | "rootless" | "enforces" | "freeIds" | "onlyOciRuntime"
>;

/** Asks an engine what it is and which limits it can enforce. Rejects if it does not answer. */
export async function inspectEngine(client: Docker, signal: AbortSignal): Promise<InspectedEngine> {
  const { Components } = versionReply.parse(await getFromEngine(client, "/version", signal));
  const podman = Components?.find((component) => component.Name === "Podman Engine");
  return podman
    ? inspectPodman(client, podman.Version, signal)
    : inspectDocker(infoReply.parse(await getFromEngine(client, "/info", signal)));
}

const versionReply = z.object({
  Components: z.array(z.object({ Name: z.string(), Version: z.string() })).nullish(),
});

const infoReply = z.object({
  SecurityOptions: z.array(z.string()).nullish(),
  CgroupVersion: z.string().optional(),
  MemoryLimit: z.boolean().default(false),
  PidsLimit: z.boolean().default(false),
  CpuCfsQuota: z.boolean().default(false),
});

function inspectDocker(info: z.output<typeof infoReply>): InspectedEngine {
  const has = (name: string): boolean =>
    (info.SecurityOptions ?? []).some((option) => option.split(",")[0] === `name=${name}`);
  const rootless = has("rootless");
  const can = !rootless || info.CgroupVersion === "2";
  return {
    name: "docker",
    rootless,
    // Docker does not say how many it maps.
    freeIds: rootless || has("userns") ? freeMappedIds() : freeIdsOfMachine,
    enforces: {
      memory: can && info.MemoryLimit,
      pids: can && info.PidsLimit,
      cpus: can && info.CpuCfsQuota,
    },
  };
}

const idMappings = z.array(z.object({ container_id: z.number(), size: z.number() })).nullish();

const libpodInfoReply = z.object({
  host: z.object({
    cgroupVersion: z.string(),
    // The controllers delegated to this user, if Podman is rootless.
    cgroupControllers: z.array(z.string()).nullish(),
    security: z.object({ rootless: z.boolean() }),
    idMappings: z.object({ uidmap: idMappings, gidmap: idMappings }).nullish(),
    ociRuntime: z.object({ name: z.string() }).optional(),
  }),
});

/** From this version on it can leave out the variables that its settings give every container. */
const oldestPodman = [4, 2] as const;

/** Uses Podman's own API: the Docker-compatible one reports the limits of the machine, not those of the user. */
async function inspectPodman(
  client: Docker,
  version: string,
  signal: AbortSignal,
): Promise<InspectedEngine> {
  const apiVersion = version.replace(/[^\d.].*$/, "");
  const [major = 0, minor = 0] = apiVersion.split(".").map(Number);
  if (major < oldestPodman[0] || (major === oldestPodman[0] && minor < oldestPodman[1])) {
    throw new Error(
      `this is Podman ${version}, and sandboxes need ${oldestPodman.join(".")} or later`,
    );
  }
  const { host } = libpodInfoReply.parse(
    await getFromEngine(client, `/v${apiVersion}/libpod/info`, signal),
  );
  const { rootless } = host.security;
  const controllers = rootless && host.cgroupVersion !== "v2" ? [] : (host.cgroupControllers ?? []);
  return {
    name: "podman",
    rootless,
    freeIds: rootless ? freeMappedIds(endOfMappedIds(host.idMappings)) : freeIdsOfMachine,
    onlyOciRuntime: host.ociRuntime?.name,
    enforces: {
      memory: controllers.includes("memory"),
      pids: controllers.includes("pids"),
      cpus: controllers.includes("cpu"),
    },
  };
}

/** The first id that is not mapped for both users and groups; undefined if Podman does not say. */
function endOfMappedIds(
  found: z.output<typeof libpodInfoReply>["host"]["idMappings"],
): number | undefined {
  const maps = [found?.uidmap, found?.gidmap].filter((map) => map?.length);
  if (maps.length === 0) return undefined;
  return Math.min(...maps.map((map) => endOf(map ?? [])));
}

function endOf(map: NonNullable<z.output<typeof idMappings>>): number {
  const inOrder = map.toSorted((a, b) => a.container_id - b.container_id);
  return inOrder.reduce(
    (end, { container_id: first, size }) => (first <= end ? Math.max(end, first + size) : end),
    0,
  );
}
