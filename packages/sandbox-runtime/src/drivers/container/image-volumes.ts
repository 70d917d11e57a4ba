// An image may declare volumes: folders for which an engine makes a writable place on the host's disk by itself. Each
// is covered by an empty folder that nobody can write to; one that cannot be covered is no image for a sandbox.
import { posix } from "node:path";
import type Docker from "dockerode";
import { z } from "zod";
import { SandboxError } from "../../sandbox-error.ts";
import { answerMs, askEngine } from "./ask-engine.ts";
import type { ChosenImage } from "./choose-image.ts";
import { getFromEngine } from "./get-from-engine.ts";

const containerReply = z.object({
  Mounts: z.array(z.object({ Type: z.string(), Destination: z.string() })),
});

const kernelFolders = ["/proc", "/sys", "/dev"];
// What separates the parts of a mount's description, for one engine or another.
const separators = /[\p{Cc},:\\]/u;

/** The folders to cover, as engines name them. Throws a SandboxError for one that cannot be. */
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

/** Engines differ in what they take for the same folder: what was made is what counts. */
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
    `The image ${image} declares a volume at ${folder}, which cannot be covered, and a sandbox writes nowhere but to memory. ` +
      "Build the image without it, or name another with MCP_BRIDGE_IMAGE.",
  );
}
