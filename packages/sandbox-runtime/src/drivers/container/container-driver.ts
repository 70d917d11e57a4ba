// Sandboxes as containers of an engine. Each is created, attached and started; it removes itself when its process
// ends, which it does when its input ends, which it does when we go away.
import { randomUUID } from "node:crypto";
import { readBootstrap } from "../../kernel-bundle.ts";
import { SandboxError } from "../../sandbox-error.ts";
import type { DriverStartOptions, SandboxDriver, SandboxProcess } from "../driver.ts";
import { chooseImage } from "./choose-image.ts";
import { containerOptions, type ContainerSettings } from "./container-options.ts";
import { endContainer, startAttached } from "./container-process.ts";
import type { Engine } from "./engine.ts";
import { startGuardian, type Guardian } from "./guardian/start-guardian.ts";
import { ownLimits } from "./own-limits.ts";
import { removeContainers } from "./remove-containers.ts";
import { explainStart, isEngineGone } from "./explain-start.ts";
import { isAbandoned, ownerFilter, ownerLabels, sandboxLabel, thisOwner } from "./owner.ts";

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
  let connecting: Promise<Engine> | undefined;
  let guardian: Guardian | undefined;
  const closing = new AbortController();
  const starting = new Set<Promise<SandboxProcess>>();
  const running = new Set<SandboxProcess>();

  function engine(): Promise<Engine> {
    if (connecting) return connecting;
    const attempt = prepare();
    connecting = attempt;
    attempt.catch(() => forget(attempt));
    return attempt;
  }

  /** Of several starts that find an engine gone, the first one makes way for a new connection. */
  function forget(attempt: Promise<Engine>): boolean {
    if (connecting !== attempt) return false;
    connecting = undefined;
    return true;
  }

  async function prepare(): Promise<Engine> {
    const found = await connect();
    guardian?.dismiss();
    const { address, servicePid } = found;
    guardian = startGuardian({
      engine: name,
      address,
      servicePid,
      labels: ownerFilter(thisOwner()),
    });
    // What a dead process left is in nobody's way; its removal need not be waited for.
    void removeContainers(found.client, [sandboxLabel], (labels) => isAbandoned(labels)).catch(
      () => {},
    );
    return found;
  }

  async function tryStart(startOptions: DriverStartOptions): Promise<SandboxProcess> {
    const attempt = engine();
    const current = await attempt;
    try {
      return await startContainer(current, options, startOptions);
    } catch (error) {
      if (!isEngineGone(error)) throw explainStart(error, current, options.image);
      if (forget(attempt)) void current.close();
      const fresh = await engine();
      return startContainer(fresh, options, startOptions).catch((again: unknown) => {
        throw explainStart(again, fresh, options.image);
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
    // The guardian goes last: until then nothing of ours can be left behind.
    async close() {
      closing.abort();
      await Promise.allSettled(starting);
      await Promise.all([...running].map((sandbox) => sandbox.kill()));
      await connecting?.then((open) => open.close()).catch(() => {});
      guardian?.dismiss();
    },
  };
}

async function startContainer(
  engine: Engine,
  options: ContainerDriverOptions,
  { limits, signal, onStatus }: DriverStartOptions,
): Promise<SandboxProcess> {
  const { image: asked, startupTimeoutMs, ...settings } = options;
  const image = await chooseImage(engine, {
    image: asked,
    timeoutMs: startupTimeoutMs,
    signal,
    onStatus,
  });
  const container = await engine.client.createContainer(
    containerOptions(engine, {
      name: `mcp-code-execution-${randomUUID()}`,
      image,
      bootstrap: readBootstrap(),
      labels: ownerLabels(thisOwner()),
      limits,
      settings,
    }),
  );
  try {
    throwIfCancelled(signal);
    const sandbox = await startAttached(engine, container);
    throwIfCancelled(signal);
    return { ...sandbox, ...ownLimits(engine, limits) };
  } catch (error) {
    await endContainer(container);
    throw error;
  }
}

function throwIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new SandboxError("closed", "The start of the sandbox was cancelled.");
}
