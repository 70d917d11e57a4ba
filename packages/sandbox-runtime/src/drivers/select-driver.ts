import { setTimeout as delay } from "node:timers/promises";
import { SandboxError } from "../sandbox-error.ts";
import { StartTime } from "../connection/start-time.ts";
import {
  createContainerDriver,
  type ContainerDriverOptions,
} from "./container/container-driver.ts";
import type { Engine } from "./container/engines/engine.ts";
import { localImage } from "./container/images/choose-image.ts";
import { findEngine } from "./container/engines/find-engine.ts";
import type { SandboxDriver } from "./driver.ts";
import { createEmbeddedDriver } from "./embedded/embedded-driver.ts";
import type { RuntimeName } from "./runtime-name.ts";

export interface SelectedDriver {
  driver: SandboxDriver;
  /** Why `auto` chose it. */
  reason?: string | undefined;
  /**
   * Selects what `auto` uses if this driver starts nothing; the argument says why it did not. Undefined if that is an
   * error.
   */
  next?: ((error: SandboxError) => Promise<SelectedDriver>) | undefined;
}

type EngineName = Engine["name"];

/** A driver that could start at once, or why there is none. */
type Readiness = { driver: SandboxDriver } | { failure: string };

/**
 * If a runtime is named and not available, that is an error. `auto` takes the first that answers and starts a sandbox:
 * Podman, then Docker, then the embedded runtime. Each has half of what is left of the start-up time-out to answer. If
 * an image is named, a runtime that does not start is also an error, since another runtime might not run that image.
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
      return {
        driver: driverOf(await findWithin(runtime, options.startupTimeoutMs), runtime, options),
      };
    case "auto":
      return automatic(options);
    default:
      throw new SandboxError(
        "invalid-options",
        `The runtime ${JSON.stringify(runtime)} is unknown: it is "auto", "podman", "docker" or "embedded".`,
      );
  }
}

/**
 * Limits the whole search: an engine is looked for in several places, and each may hang as long as a busy engine takes
 * to answer.
 */
async function findWithin(name: EngineName, milliseconds: number): Promise<Engine> {
  const time = new StartTime(`The ${name} engine`, milliseconds);
  time.begin("looking for it");
  const looking = findEngine(name);
  try {
    return await time.within(looking);
  } catch (error) {
    if (!time.isUp) throw error;
    looking.then((engine) => engine.close()).catch(() => {});
    const message = `${time.error().message} See whether \`${name} info\` answers, or set MCP_BRIDGE_RUNTIME to another runtime.`;
    throw new SandboxError("runtime-unavailable", message);
  } finally {
    time.end();
  }
}

async function automatic(
  options: ContainerDriverOptions,
  names: readonly EngineName[] = ["podman", "docker"],
  failures: string[] = [],
): Promise<SelectedDriver> {
  const end = performance.now() + options.startupTimeoutMs;
  for (const [place, name] of names.entries()) {
    const found = await inTime(readiness(name, options), name, (end - performance.now()) / 2);
    if ("failure" in found) {
      failures.push(found.failure);
      continue;
    }
    const { driver } = found;
    const reason = [...failures, `${driver.name} is ready`].join("; ");
    if (options.image !== undefined) return { driver, reason };
    const next = async (error: SandboxError): Promise<SelectedDriver> => {
      const failure = `${driver.name} is here and did not start a sandbox: ${error.message}`;
      const others = names.slice(place + 1);
      const following = await automatic(options, others, [...failures, failure]);
      return { ...following, driver: saying(following.driver, failure) };
    };
    return { driver, reason, next };
  }
  try {
    return { driver: createEmbeddedDriver(), reason: failures.join("; ") };
  } catch (error) {
    if (!(error instanceof SandboxError)) throw error;
    const tried = failures.join("; ");
    const message = `No sandbox is available: ${tried}. ${error.message}`;
    throw new SandboxError("runtime-unavailable", message, { cause: error });
  }
}

/** An engine that hangs does not delay the next one; a later answer is ignored. */
async function inTime(
  looking: Promise<Readiness>,
  name: EngineName,
  milliseconds: number,
): Promise<Readiness> {
  const over = new AbortController();
  const late = delay(Math.min(milliseconds, 2 ** 31 - 1), undefined, over);
  try {
    const found = await Promise.race([looking, late]);
    if (found) return found;
    void looking.then(
      async (later) => "driver" in later && later.driver.close?.(),
      () => {},
    );
    const seconds = Math.round(milliseconds / 100) / 10;
    return { failure: `the ${name} engine did not say within ${seconds} s what it is and has` };
  } finally {
    over.abort();
    late.catch(() => {});
  }
}

async function readiness(name: EngineName, options: ContainerDriverOptions): Promise<Readiness> {
  let engine: Engine;
  try {
    engine = await findEngine(name);
  } catch (error) {
    if (!(error instanceof SandboxError)) throw error;
    return { failure: `no ${name} engine answers` };
  }
  let failure = `${engine.name} has no sandbox image (\`npx mcp-code-execution image build\` makes one)`;
  // A requested image is worth waiting for its pull; the default image is not.
  try {
    if (options.image !== undefined || (await localImage(engine.client)) !== undefined) {
      return { driver: driverOf(engine, name, options) };
    }
  } catch (error) {
    failure = `${engine.name} does not say which images it has: ${error instanceof Error ? error.message : String(error)}`;
  }
  await engine.close();
  return { failure };
}

/** Adds a notice that tells the user why another runtime runs the code. */
function saying(driver: SandboxDriver, failure: string): SandboxDriver {
  return {
    ...driver,
    async start(options) {
      const sandbox = await driver.start(options);
      const sentence = `This is the ${driver.name} runtime: ${failure}`;
      return { ...sandbox, notice: [sentence, sandbox.notice].filter(Boolean).join("; ") };
    },
  };
}

/** Uses the engine that was found; if it goes away, an engine is looked for again. */
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
