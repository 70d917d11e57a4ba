// Sandboxes as containers of an engine. Each is created, attached and started; it removes itself when its process
// ends, which it does when its input ends, which it does when we go away.
import { randomUUID } from "node:crypto";
import { PassThrough, type Duplex } from "node:stream";
import type { Container } from "dockerode";
import { readBootstrap } from "../../kernel-bundle.ts";
import type { DriverStartOptions, SandboxDriver, SandboxExit, SandboxProcess } from "../driver.ts";
import { attach } from "./attach.ts";
import { chooseImage } from "./choose-image.ts";
import { containerOptions, type ContainerSettings } from "./container-options.ts";
import type { Engine } from "./engine.ts";
import { startGuardian, type Guardian } from "./guardian/start-guardian.ts";
import { ownLimits } from "./own-limits.ts";
import { removeContainers } from "./remove-containers.ts";
import { explainStart, isEngineGone } from "./explain-start.ts";
import { isAbandoned, ownerFilter, ownerLabels, sandboxLabel, thisOwner } from "./owner.ts";

/** What the kernel's supervisor writes when the memory limit has ended the kernel: sandbox/python/kernel/stdio.py. */
const outOfMemoryLine = "sandbox: out of memory";
const exitCodeMs = 1_000;

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

  function engine(): Promise<Engine> {
    connecting ??= prepare().catch((error: unknown) => {
      connecting = undefined;
      throw error;
    });
    return connecting;
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
    void removeContainers(found.client, [sandboxLabel], isAbandoned).catch(() => {});
    return found;
  }

  async function start(startOptions: DriverStartOptions): Promise<SandboxProcess> {
    const current = await engine();
    try {
      return await startContainer(current, options, startOptions);
    } catch (error) {
      if (!isEngineGone(error)) throw explainStart(error, current, options.image);
      connecting = undefined;
      void current.close();
      const fresh = await engine();
      return startContainer(fresh, options, startOptions).catch((again: unknown) => {
        throw explainStart(again, fresh, options.image);
      });
    }
  }

  return {
    name,
    start,
    async close() {
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
    signal?.throwIfAborted();
    const stream = await attach(engine.client, container.id);
    await container.start();
    return {
      ...attachedProcess(engine, container, stream),
      ...ownLimits(engine, limits),
    };
  } catch (error) {
    await end(container);
    throw error;
  }
}

function attachedProcess(engine: Engine, container: Container, stream: Duplex): SandboxProcess {
  const stdout = new PassThrough();
  const stderr = new PassThrough();
  engine.client.modem.demuxStream(stream, stdout, stderr);
  let outOfMemory = false;
  stderr.on("data", (chunk: Buffer) => (outOfMemory ||= chunk.includes(outOfMemoryLine)));
  const ended = new Promise<void>((resolve) => {
    for (const event of ["end", "close", "error"]) stream.once(event, () => resolve());
  });
  // A container that removes itself may be gone before its exit code can be asked for.
  const exitCode = container.wait().then(
    (status: { StatusCode: number; Error?: unknown }) => (status.Error ? null : status.StatusCode),
    () => null,
  );
  async function watchExit(): Promise<SandboxExit> {
    await ended;
    const code = await Promise.race([exitCode, pause(exitCodeMs)]);
    stdout.end();
    stderr.end();
    const reason = (await answers(engine)) ? undefined : `the ${engine.name} engine went away`;
    return { code: code ?? null, signal: null, outOfMemory, reason };
  }
  const exited = watchExit();
  return {
    stdin: stream,
    stdout,
    stderr,
    exited,
    async kill() {
      await end(container);
      stream.destroy();
      await exited;
    },
  };
}

async function pause(milliseconds: number): Promise<undefined> {
  await new Promise((resolve) => setTimeout(resolve, milliseconds).unref());
  return undefined;
}

async function answers(engine: Engine): Promise<boolean> {
  return engine.client.ping().then(
    () => true,
    () => false,
  );
}

/** Kills and removes; what is gone already is as it should be. */
async function end(container: Container): Promise<void> {
  await container.kill({ signal: "SIGKILL" }).catch(() => {});
  await container.remove({ force: true, v: true }).catch(() => {});
}
