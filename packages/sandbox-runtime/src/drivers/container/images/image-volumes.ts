// An image may declare volumes: folders for which an engine creates a writable folder on the host's disk. Each is
// covered by an empty read-only folder. An image with a volume that cannot be covered is refused.
import { posix } from "node:path";
import type Docker from "dockerode";
import { z } from "zod";
import { SandboxError } from "../../../sandbox-error.ts";
import { answerMs, askEngine } from "../engines/ask-engine.ts";
import type { ChosenImage } from "./choose-image.ts";
import { getFromEngine } from "../engines/get-from-engine.ts";

const containerReply = z.object({
  Mounts: z.array(z.object({ Type: z.string(), Destination: z.string() })),
});

const kernelFolders = ["/proc", "/sys", "/dev"];
// Characters that separate the parts of a mount's description in one engine or another.
const separators = /[\p{Cc},:\\]/u;

/** The folders to cover, as engines name them. Throws a SandboxError for one that cannot be covered. */
export function foldersToCover(image: Pick<ChosenImage, "name" | "volumes">): string[] {
  return image.volumes.map((volume) => {
    const folder = posix.normalize(volume).replace(/(?<=.)\/$/, "");
    const isOfKernel = kernelFolders.some((own) => folder === own || folder.startsWith(`${own}/`));
    if (!folder.startsWith("/") || folder === "/" || isOfKernel || separators.test(folder)) {
      throw uncovered(image.name, JSON.stringify(volume));
    }
    return folder;
  });
}

/** Engines differ in which names they treat as the same folder, so the created container is checked. */
export async function checkVolumes(
  client: Docker,
  id: string,
  image: Pick<ChosenImage, "name" | "volumes">,
  cancelled?: AbortSignal,
): Promise<void> {
  if (image.volumes.length === 0) return;
  const { Mounts } = containerReply.parse(
    await askEngine(
      answerMs,
      (signal) => getFromEngine(client, `/containers/${id}/json`, signal),
      cancelled,
    ),
  );
  const found = Mounts.find(({ Type }) => Type !== "tmpfs");
  if (found) throw uncovered(image.name, JSON.stringify(found.Destination));
}

function uncovered(image: string, folder: string): SandboxError {
  return new SandboxError(
    "start-failed",
    `The image ${image} declares a volume at ${folder}, which cannot be covered, but a sandbox may write only to memory. ` +
      "Build the image without it, or name another with MCP_BRIDGE_IMAGE.",
  );
}
