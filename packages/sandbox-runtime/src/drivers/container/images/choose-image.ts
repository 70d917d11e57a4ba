import type Docker from "dockerode";
import { askEngine } from "../engines/ask-engine.ts";
import { getFromEngine } from "../engines/get-from-engine.ts";
import { z } from "zod";
import { SandboxError } from "../../../sandbox-error.ts";
import type { Engine } from "../engines/engine.ts";
import { pullByEngine, type PullOptions } from "./pull-by-engine.ts";

/** The image that `mcp-code-execution image build` makes. */
export const builtImage: string = "mcp-code-execution:latest";
/** The image that is pulled if none was built. */
export const publishedImage: string = "ghcr.io/elusznik/mcp-code-execution:latest";

/** A busy engine takes seconds. */
const inspectMs = 30_000;

const shortName = /short-name|unqualified-search/;

const imageReply = z.object({
  Id: z.string().min(1),
  Config: z
    .object({
      Volumes: z.record(z.string(), z.unknown()).nullish(),
      Env: z.array(z.string()).nullish(),
    })
    .nullish(),
});

/** Which image is wanted, and how it may be pulled. */
export interface ImageChoice extends PullOptions {
  /** The image that was asked for. */
  image?: string | undefined;
}

/** An image that the engine has. */
export interface ChosenImage {
  name: string;
  /** The id of the image that was inspected; its name may refer to another image by the time a container is created. */
  id: string;
  /** Folders for which an engine creates a writable volume by itself. */
  volumes: readonly string[];
  /** Its own variables, each as `NAME=value`. */
  environment: readonly string[];
}

/** The requested image, else the one built here, else the published one. A missing image is pulled. */
export async function chooseImage(engine: Engine, choice: ImageChoice): Promise<ChosenImage> {
  const { client } = engine;
  const { image, signal } = choice;
  choice.onStep?.("looking for its image");
  const here = await (image ? namedImage(client, image, signal) : localImage(client, signal));
  if (here) return here;
  const name = choice.image ?? publishedImage;
  await pullByEngine(engine, name, choice);
  choice.onStep?.("looking for its image");
  const pulled = await namedImage(client, name, signal);
  if (pulled) return pulled;
  throw new SandboxError(
    "start-failed",
    `${engine.name} pulled the image ${name} but does not find it by that name. Set MCP_BRIDGE_IMAGE to its full name, with the registry.`,
  );
}

/** The image that a sandbox can be started from without a pull. */
export async function localImage(
  client: Docker,
  cancelled?: AbortSignal,
): Promise<ChosenImage | undefined> {
  // One time limit for all names: an engine that does not answer for one will not answer for the next.
  const signal = AbortSignal.any([
    AbortSignal.timeout(inspectMs),
    ...(cancelled ? [cancelled] : []),
  ]);
  // Podman stores images without a registry under `localhost`, and not every version finds them without that prefix.
  for (const name of [builtImage, `localhost/${builtImage}`, publishedImage]) {
    const found = await namedImage(client, name, signal);
    if (found) return found;
  }
  return undefined;
}

/** Undefined if the engine does not have it. */
export async function namedImage(
  client: Docker,
  name: string,
  cancelled?: AbortSignal,
): Promise<ChosenImage | undefined> {
  try {
    const { Id, Config } = imageReply.parse(
      await askEngine(
        inspectMs,
        (signal) => getFromEngine(client, `/images/${name}/json`, signal),
        cancelled,
      ),
    );
    const volumes = Object.keys(Config?.Volumes ?? {});
    return { name, id: Id, volumes, environment: Config?.Env ?? [] };
  } catch (error) {
    const { statusCode } = error as { statusCode?: number };
    if (statusCode === 404) return undefined;
    // For an unknown short name, an engine that cannot tell which registry is meant answers 500, as it does for its own
    // failures.
    if (statusCode === 500 && shortName.test(String(error))) return undefined;
    if (statusCode === undefined) throw error;
    throw new SandboxError("start-failed", `The image ${name} cannot be used: ${String(error)}`, {
      cause: error,
    });
  }
}
