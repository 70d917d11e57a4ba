import { SandboxError } from "../sandbox-error.ts";
import {
  createContainerDriver,
  type ContainerDriverOptions,
} from "./container/container-driver.ts";
import type { Engine } from "./container/engine.ts";
import { localImage } from "./container/choose-image.ts";
import { findEngine } from "./container/engines/find-engine.ts";
import type { SandboxDriver } from "./driver.ts";
import { createEmbeddedDriver } from "./embedded/embedded-driver.ts";
import type { RuntimeName } from "./runtime-name.ts";

export interface SelectedDriver {
  driver: SandboxDriver;
  /** Why `auto` chose it. */
  reason?: string | undefined;
}

/**
 * A runtime that is named and cannot be had is an error. `auto` takes Podman, else Docker, else the embedded one:
 * whichever answers first in that order.
 */
export async function selectDriver(
  runtime: RuntimeName,
  options: ContainerDriverOptions,
): Promise<SelectedDriver> {
  switch (runtime) {
    case "embedded":
      return { driver: createEmbeddedDriver() };
    case "docker":
    case "podman":
      return { driver: driverOf(await findEngine(runtime), runtime, options) };
    case "auto":
      return automatic(options);
    default:
      throw new SandboxError(
        "invalid-options",
        `The runtime ${JSON.stringify(runtime)} is unknown: it is "auto", "podman", "docker" or "embedded".`,
      );
  }
}

async function automatic(options: ContainerDriverOptions): Promise<SelectedDriver> {
  const failures: string[] = [];
  for (const name of ["podman", "docker"] as const) {
    const driver = await readyContainerDriver(name, options, failures);
    if (driver) return { driver, reason: [...failures, `${driver.name} is here`].join("; ") };
  }
  try {
    return { driver: createEmbeddedDriver(), reason: failures.join("; ") };
  } catch (error) {
    if (!(error instanceof SandboxError)) throw error;
    const tried = failures.join("; ");
    const message = `There is no sandbox to be had: ${tried}. ${error.message}`;
    throw new SandboxError("runtime-unavailable", message, { cause: error });
  }
}

/** Undefined, with the reason among `failures`, where there is no engine, or none that could start at once. */
async function readyContainerDriver(
  name: Engine["name"],
  options: ContainerDriverOptions,
  failures: string[],
): Promise<SandboxDriver | undefined> {
  let engine: Engine;
  try {
    engine = await findEngine(name);
  } catch (error) {
    if (!(error instanceof SandboxError)) throw error;
    failures.push(`no ${name} engine answers`);
    return undefined;
  }
  // An image that was asked for is worth the wait for its pull; the default one is not.
  if (options.image !== undefined || (await localImage(engine.client)) !== undefined) {
    return driverOf(engine, name, options);
  }
  failures.push(
    `${engine.name} has no sandbox image (\`mcp-code-execution image build\` makes one)`,
  );
  await engine.close();
  return undefined;
}

/** The engine that was found serves first; after it has gone, it is looked for again. */
function driverOf(
  found: Engine,
  name: Engine["name"],
  options: ContainerDriverOptions,
): SandboxDriver {
  let first: Engine | undefined = found;
  const connect = async (): Promise<Engine> => {
    const engine = first ?? (await findEngine(name));
    first = undefined;
    return engine;
  };
  const driver = createContainerDriver(found.name, connect, options);
  const close = async (): Promise<void> => {
    await driver.close?.();
    await first?.close();
  };
  return { ...driver, close };
}
