import { checkRuntimeName } from "../check-options.ts";
import { SandboxError } from "../sandbox-error.ts";
import { localImage, namedImage } from "./container/images/choose-image.ts";
import type { EngineFacts } from "./container/engines/engine-facts.ts";
import { findEngine } from "./container/engines/find-engine.ts";
import { createEmbeddedDriver } from "./embedded/embedded-driver.ts";
import type { RuntimeName } from "./runtime-name.ts";

/** What a runtime can do on this machine. Nothing that was started remains. */
export interface RuntimeReport {
  name: Exclude<RuntimeName, "auto">;
  /** Why it is unavailable, and how to fix that. */
  problem?: string | undefined;
  /** For a container runtime whose engine answers. */
  engine?: EngineReport | undefined;
}

/** Facts about an engine and its image. */
export interface EngineReport extends EngineFacts {
  /** Name of the image that sandboxes start from; undefined where it would have to be pulled. */
  image?: string | undefined;
}

/**
 * What a runtime can do here. `image` is the one that containers should run. Does not throw if something is missing:
 * that is the report's `problem`. Rejects with `invalid-options` if there is no runtime of that name.
 */
export async function inspectRuntime(
  name: RuntimeReport["name"],
  { image }: { image?: string | undefined } = {},
): Promise<RuntimeReport> {
  checkRuntimeName(name);
  try {
    if (name !== "embedded") return { name, engine: await inspectContainers(name, image) };
    createEmbeddedDriver();
    return { name };
  } catch (error) {
    if (!(error instanceof SandboxError)) throw error;
    return { name, problem: error.message };
  }
}

async function inspectContainers(
  name: EngineFacts["name"],
  image: string | undefined,
): Promise<EngineReport> {
  const engine = await findEngine(name);
  try {
    const { address, rootless, enforces } = engine;
    const chosen = await (image ? namedImage(engine.client, image) : localImage(engine.client));
    return { name: engine.name, address, rootless, enforces, image: chosen?.name };
  } finally {
    await engine.close();
  }
}
