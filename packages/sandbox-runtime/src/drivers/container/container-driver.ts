// Sandboxes as containers of an engine. Each is created, attached and started. It removes itself when its process ends;
// the process ends when its input does; and its input ends when this process does.
import { randomUUID } from "node:crypto";
import { basename } from "node:path";
import { readBootstrap } from "../../kernel-bundle.ts";
import { SandboxError } from "../../sandbox-error.ts";
import type { DriverStartOptions, SandboxDriver, SandboxProcess } from "../driver.ts";
import { askEngine } from "./engines/ask-engine.ts";
import { chooseImage, type ChosenImage } from "./images/choose-image.ts";
import { containerOptions, type ContainerSettings } from "./container-options.ts";
import { startAttached } from "./process/container-process.ts";
import { endContainer } from "./removal/end-container.ts";
import { checkDevices } from "./devices-elsewhere.ts";
import { checkVolumes } from "./images/image-volumes.ts";
import type { Engine } from "./engines/engine.ts";
import { LingeringContainers } from "./removal/lingering-containers.ts";
import { startGuardian, type Guardian } from "./guardian/start-guardian.ts";
import { ownLimits } from "./own-limits.ts";
import { removeLeftBehind } from "./removal/remove-left-behind.ts";
import { explainStart, isEngineGone } from "./explain-start.ts";
import { createSandboxUsers } from "./sandbox-user.ts";
import {
  createOwner,
  imageLabel,
  ownerFilter,
  sandboxLabels,
  userLabel,
  type Owner,
} from "./running/owner.ts";
import { usersInUse } from "./running/users-in-use.ts";

/** On a busy machine, engines were observed to take many seconds to create a container. */
const leastCreationMs = 60_000;

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
  let connecting: Promise<Connected> | undefined;
  let owning: Promise<Owner> | undefined;
  let guardian: Guardian | undefined;
  // Before any start, as these files may be gone later.
  const settings = {
    ...options,
    bootstrap: readBootstrap(),
    nextUser: createSandboxUsers(options.user),
  };
  const closing = new AbortController();
  const starting = new Set<Promise<SandboxProcess>>();
  const running = new Set<SandboxProcess>();
  /** Names of containers whose creation the engine has not confirmed yet. */
  const asked = new Set<string>();
  const creations: Creations = {
    begin(container) {
      asked.add(container);
      guardian?.creating(container);
    },
    end(container) {
      if (asked.delete(container)) guardian?.created(container);
    },
  };
  const lingering = new LingeringContainers(
    () => connecting?.then(({ engine: { client } }) => client),
    creations.end,
  );

  function engine(): Promise<Connected> {
    if (connecting) return connecting;
    const attempt = prepare();
    connecting = attempt;
    attempt.catch(() => forget(attempt));
    return attempt;
  }

  /** If several starts find that an engine is gone, the first of them drops the connection. */
  function forget(attempt: Promise<Connected>): boolean {
    if (connecting !== attempt) return false;
    connecting = undefined;
    return true;
  }

  async function prepare(): Promise<Connected> {
    const owner = await (owning ??= createOwner());
    const found = await connect();
    guardian?.dismiss();
    const { address, service } = found;
    guardian = startGuardian({
      engine: name,
      address,
      service,
      labels: ownerFilter(owner),
      creationMs: Math.max(leastCreationMs, options.startupTimeoutMs),
    });
    for (const container of asked) guardian.creating(container);
    // Containers of a dead process are in nobody's way, so nothing waits for their removal.
    void removeLeftBehind(found.client).catch(() => {});
    return { engine: found, owner };
  }

  async function tryStart(startOptions: DriverStartOptions): Promise<SandboxProcess> {
    startOptions.onStep?.(`reaching the ${name} engine`);
    const attempt = engine();
    const current = await attempt;
    try {
      return await startContainer(current, settings, startOptions, lingering, creations);
    } catch (error) {
      if (!isEngineGone(error)) throw explainStart(error, current.engine, options.image);
      if (forget(attempt)) void current.engine.close();
      startOptions.onStep?.(`reaching the ${name} engine again`);
      const fresh = await engine();
      return startContainer(fresh, settings, startOptions, lingering, creations).catch(
        (again: unknown) => {
          throw explainStart(again, fresh.engine, options.image);
        },
      );
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
      await connecting?.then((open) => open.engine.close()).catch(() => {});
      guardian?.dismiss(asked);
    },
  };
}

/** An engine, and for whom it makes containers. */
interface Connected {
  engine: Engine;
  owner: Owner;
}

/** Containers being created, by name: from the request until its result is known. */
interface Creations {
  begin(name: string): void;
  end(name: string): void;
}

/** Podman's API ignores this option instead of refusing it: code would run without the intended isolation. */
function checkOciRuntime({ onlyOciRuntime: only }: Engine, asked: string | undefined): void {
  if (asked === undefined || only === undefined || basename(asked) === only) return;
  throw new SandboxError(
    "start-failed",
    `Podman runs every container with the OCI runtime of its settings, which is ${only}, so MCP_BRIDGE_OCI_RUNTIME=${asked} would have no effect. Write runtime = "${basename(asked)}" below [engine] in containers.conf and start Podman's service again, or use Docker.`,
  );
}

async function startContainer(
  { engine, owner }: Connected,
  options: ContainerDriverOptions & {
    bootstrap: string;
    nextUser: ReturnType<typeof createSandboxUsers>;
  },
  { limits, signal, onStep, onStatus }: DriverStartOptions,
  lingering: LingeringContainers,
  creations: Creations,
): Promise<SandboxProcess> {
  const { image: asked, startupTimeoutMs: timeoutMs, bootstrap, nextUser, ...settings } = options;
  throwIfCancelled(signal);
  checkOciRuntime(engine, options.ociRuntime);
  const image = await chooseImage(engine, { image: asked, timeoutMs, signal, onStep, onStatus });
  const name = `mcp-code-execution-${randomUUID()}`;
  let isAnswered = true;
  const end = async (): Promise<void> => {
    const found = await endContainer(engine.client, name);
    if (found === "removed" || (found === "absent" && isAnswered)) creations.end(name);
    else lingering.add(name, !isAnswered);
  };
  const user = await nextUser(engine, () => usersInUse(engine));
  const request = containerOptions(engine, {
    name,
    image,
    bootstrap,
    labels: { ...sandboxLabels(owner, name), [imageLabel]: image.name, [userLabel]: user },
    limits,
    settings: { ...settings, user },
  });
  try {
    onStep?.("creating the container");
    isAnswered = false;
    creations.begin(name);
    const { id } = await askEngine(
      timeoutMs,
      (abortSignal) => engine.client.createContainer({ ...request, abortSignal }),
      signal,
    ).catch((error: unknown) => {
      isAnswered = isRefused(error);
      throw error;
    });
    isAnswered = true;
    creations.end(name);
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

/** Whether the request certainly had no effect: the engine refused it, or was not reached. */
function isRefused(error: unknown): boolean {
  const { statusCode, code } = error as { statusCode?: number; code?: string };
  return statusCode !== undefined || code === "ECONNREFUSED" || code === "ENOENT";
}

/** The error with the image's name in place of its id, which would mean nothing to the user. */
function namingImage(error: unknown, { id, name }: ChosenImage): unknown {
  if (error instanceof Error) error.message = error.message.replaceAll(id, name);
  return error;
}

function throwIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new SandboxError("closed", "The start of the sandbox was cancelled.");
}
