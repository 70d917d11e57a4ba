import { SandboxError } from "../../sandbox-error.ts";
import type { DriverStartOptions, SandboxProcess } from "../driver.ts";
import { checkOciRuntime } from "./check-oci-runtime.ts";
import { containerOptions, type ContainerSettings } from "./container-options.ts";
import { checkDevices } from "./devices-elsewhere.ts";
import type { Connected } from "./engine-connection.ts";
import { chooseImage, type ChosenImage } from "./images/choose-image.ts";
import { checkVolumes } from "./images/image-volumes.ts";
import { ownLimits } from "./own-limits.ts";
import { startAttached } from "./process/container-process.ts";
import { requestedContainer, type Unconfirmed } from "./requested-container.ts";
import { imageLabel, sandboxLabels, userLabel } from "./running/owner.ts";
import { usersInUse } from "./running/users-in-use.ts";
import type { createSandboxUsers } from "./sandbox-user.ts";

/** What all containers of a driver are started with. */
export interface StartSettings {
  image?: string | undefined;
  startupTimeoutMs: number;
  /** Python source that reads the kernel from stdin. */
  bootstrap: string;
  nextUser: ReturnType<typeof createSandboxUsers>;
  container: ContainerSettings;
}

/** Creates, attaches and starts a container. Rejects with the engine's error, or with a SandboxError. */
export async function startContainer(
  { engine, owner }: Connected,
  { image: asked, startupTimeoutMs: timeoutMs, bootstrap, nextUser, container }: StartSettings,
  { limits, signal, onStep, onStatus }: DriverStartOptions,
  unconfirmed: Unconfirmed,
): Promise<SandboxProcess> {
  throwIfCancelled(signal);
  checkOciRuntime(engine, container.ociRuntime);
  const image = await chooseImage(engine, { image: asked, timeoutMs, signal, onStep, onStatus });
  const user = await nextUser(engine, () => usersInUse(engine));
  const { name, create, end } = requestedContainer(engine.client, unconfirmed);
  const options = containerOptions(engine, {
    name,
    image,
    bootstrap,
    labels: { ...sandboxLabels(owner, name), [imageLabel]: image.name, [userLabel]: user },
    limits,
    settings: { ...container, user },
  });
  try {
    onStep?.("creating the container");
    const id = await create(options, timeoutMs, signal);
    throwIfCancelled(signal);
    onStep?.("looking at its volumes and devices");
    await checkVolumes(engine.client, id, image, signal);
    await checkDevices(engine, id, signal);
    const sandbox = await startAttached(engine, id, { timeoutMs, signal, onStep, end });
    throwIfCancelled(signal);
    return { ...sandbox, ...ownLimits(engine, limits), image: image.id };
  } catch (error) {
    // The container may exist although its creation failed: only the answer may have been lost.
    await end();
    throwIfCancelled(signal);
    throw namingImage(error, image);
  }
}

/** The error with the image's name in place of its id, which would mean nothing to the user. */
function namingImage(error: unknown, { id, name }: ChosenImage): unknown {
  if (error instanceof Error) error.message = error.message.replaceAll(id, name);
  return error;
}

function throwIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new SandboxError("closed", "The start of the sandbox was cancelled.");
}
