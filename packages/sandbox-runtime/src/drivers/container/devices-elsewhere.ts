// Podman's settings may give every container devices of the host. The Python kernel finds those in /dev, and those of
// rootless Podman anywhere, since they are mounted. Devices that rootful Podman creates elsewhere are only known to
// Podman.
import { z } from "zod";
import { SandboxError } from "../../sandbox-error.ts";
import { answerMs, askEngine } from "./engines/ask-engine.ts";
import type { Engine } from "./engines/engine.ts";
import { getFromEngine } from "./engines/get-from-engine.ts";

const containerReply = z.object({
  HostConfig: z.object({ Devices: z.array(z.object({ PathInContainer: z.string() })).nullish() }),
});

/** Throws a SandboxError if a container that is not started yet has devices outside of /dev. */
export async function checkDevices(
  { name, rootless, client }: Pick<Engine, "name" | "rootless" | "client">,
  id: string,
  cancelled?: AbortSignal,
): Promise<void> {
  if (name !== "podman" || rootless) return;
  const { HostConfig } = containerReply.parse(
    await askEngine(
      answerMs,
      (signal) => getFromEngine(client, `/containers/${id}/json`, signal),
      cancelled,
    ),
  );
  const places = (HostConfig.Devices ?? []).map(({ PathInContainer }) => PathInContainer);
  const elsewhere = places.filter((place) => !place.startsWith("/dev/"));
  if (elsewhere.length === 0) return;
  throw new SandboxError(
    "start-failed",
    `The sandbox does not start with devices that the engine's settings give every container, at ${elsewhere.join(", ")}: remove them from containers.conf.`,
  );
}
