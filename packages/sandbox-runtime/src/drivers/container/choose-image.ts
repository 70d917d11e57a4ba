import type Docker from "dockerode";
import { SandboxError } from "../../sandbox-error.ts";
import type { Engine } from "./engine.ts";
import { pullImage } from "./pull-image.ts";

/** What `mcp-code-execution image build` makes. */
export const builtImage: string = "mcp-code-execution:latest";
const publishedImage = "ghcr.io/elusznik/mcp-code-execution:latest";

export interface ImageChoice {
  /** The image that was asked for. */
  image?: string | undefined;
  timeoutMs: number;
  signal?: AbortSignal | undefined;
  onStatus?: ((status: string) => void) | undefined;
}

/** The image asked for, else the one built here, else the published one; what is missing is pulled. */
export async function chooseImage(engine: Engine, choice: ImageChoice): Promise<string> {
  if (choice.image) {
    if (!(await hasImage(engine.client, choice.image)))
      await pullImage(engine, choice.image, choice);
    return choice.image;
  }
  const here = await localImage(engine.client);
  if (here) return here;
  await pullImage(engine, publishedImage, choice);
  return publishedImage;
}

/** The image that a sandbox can be started from without a pull. */
export async function localImage(client: Docker): Promise<string | undefined> {
  // Podman keeps what has no registry under `localhost`, and not every version finds it without.
  for (const image of [builtImage, `localhost/${builtImage}`, publishedImage]) {
    if (await hasImage(client, image)) return image;
  }
  return undefined;
}

async function hasImage(client: Docker, image: string): Promise<boolean> {
  try {
    await client.getImage(image).inspect();
    return true;
  } catch (error) {
    const { statusCode } = error as { statusCode?: number };
    if (statusCode === 404) return false;
    // An engine that has to ask which registry is meant answers 500 for a name that it does not have.
    if (statusCode === 500) return false;
    if (statusCode === undefined) throw error;
    throw new SandboxError("start-failed", `The image ${image} cannot be used: ${String(error)}`, {
      cause: error,
    });
  }
}
