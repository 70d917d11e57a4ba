// Sandboxes as containers of an engine. Each is created, attached and started. It removes itself when its process ends;
// the process ends when its input does; and its input ends when this process does.
import { readBootstrap } from "../../kernel-bundle.ts";
import type { DriverStartOptions, SandboxDriver, SandboxProcess } from "../driver.ts";
import type { ContainerSettings } from "./container-options.ts";
import { createEngineConnection } from "./engine-connection.ts";
import type { Engine } from "./engines/engine.ts";
import { explainStart, isEngineGone } from "./explain-start.ts";
import { createGuardedCreations } from "./guardian/guarded-creations.ts";
import { LingeringContainers } from "./removal/lingering-containers.ts";
import { createSandboxUsers } from "./sandbox-user.ts";
import { startContainer } from "./start-container.ts";

/** How a driver creates containers. `image`: the requested one. `user`: `uid`, `uid:gid` or `each`. */
export interface ContainerDriverOptions extends ContainerSettings {
  image?: string | undefined;
  startupTimeoutMs: number;
}

/** `connect` is asked for an engine before the first sandbox, and again after an engine has gone. */
export function createContainerDriver(
  name: "docker" | "podman",
  connect: () => Promise<Engine>,
  options: ContainerDriverOptions,
): SandboxDriver {
  const { image, startupTimeoutMs, ...container } = options;
  const settings = {
    image,
    startupTimeoutMs,
    container,
    // Before any start, as these files may be gone later.
    bootstrap: readBootstrap(),
    nextUser: createSandboxUsers(container.user),
  };
  const creations = createGuardedCreations();
  const connection = createEngineConnection(connect, creations, options);
  const lingering = new LingeringContainers(connection.client, creations.end);
  const unconfirmed = { creations, lingering };
  const closing = new AbortController();
  const starting = new Set<Promise<SandboxProcess>>();
  const running = new Set<SandboxProcess>();

  async function tryStart(startOptions: DriverStartOptions): Promise<SandboxProcess> {
    startOptions.onStep?.(`reaching the ${name} engine`);
    const current = await connection.reach();
    try {
      return await startContainer(current, settings, startOptions, unconfirmed);
    } catch (error) {
      if (!isEngineGone(error)) throw explainStart(error, current.engine, image);
      connection.drop(current);
      startOptions.onStep?.(`reaching the ${name} engine again`);
      const fresh = await connection.reach();
      return startContainer(fresh, settings, startOptions, unconfirmed).catch((again: unknown) => {
        throw explainStart(again, fresh.engine, image);
      });
    }
  }

  async function start(startOptions: DriverStartOptions): Promise<SandboxProcess> {
    const signals = [closing.signal, ...(startOptions.signal ? [startOptions.signal] : [])];
    const attempt = tryStart({ ...startOptions, signal: AbortSignal.any(signals) });
    starting.add(attempt);
    try {
      const sandbox = await attempt;
      running.add(sandbox);
      void sandbox.exited.then(() => running.delete(sandbox));
      return sandbox;
    } finally {
      starting.delete(attempt);
    }
  }

  return {
    name,
    start,
    // The guardian ends last, so that it can remove anything that is left.
    async close() {
      closing.abort();
      await Promise.allSettled(starting);
      await Promise.all([...running].map((sandbox) => sandbox.kill()));
      await lingering.close();
      await connection.close();
      creations.dismiss();
    },
  };
}
