import type { SandboxDriver, SandboxLimits } from "./drivers/driver.ts";
import { checkLimits, checkNames, checkOptions, checkRun, positive } from "./check-options.ts";
import { defaultContainerUser } from "./drivers/container/sandbox-user.ts";
import type { RuntimeName } from "./drivers/runtime-name.ts";
import { type SelectedDriver, selectDriver } from "./drivers/select-driver.ts";
import type { RunOutcome } from "./run-outcome.ts";
import { createHeldBytes, type HeldBytes } from "./connection/held-bytes.ts";
import { ChosenDriver, type OpenWith } from "./sessions/chosen-driver.ts";
import { CompiledKernel } from "./connection/compiled-kernel.ts";
import { openSandbox } from "./connection/open-sandbox.ts";
import { type KernelFiles, readKernel } from "./kernel-bundle.ts";
import { explainMissing } from "./replaced-files.ts";
import { type RunOptions, runOptionNames } from "./runs/run-options.ts";
import type { SandboxSession, SessionOptions } from "./sessions/session.ts";
import { Sessions } from "./sessions/sessions.ts";
import { withinSandboxesAtOnce } from "./sessions/sandboxes-at-once.ts";
import { WarmSandboxes } from "./sessions/warm-sandboxes.ts";
import { noServers } from "./tools/no-servers.ts";
import type { ToolHost } from "./tools/tool-host.ts";

/** Which sandboxes are used, their limits, and who answers their calls. Times are in milliseconds. */
export interface SandboxRuntimeOptions {
  /** Default `auto`. */
  runtime?: RuntimeName | undefined;
  /** For containers: any image with python3. Default: the image built on this machine, else the published one. */
  image?: string | undefined;
  /** For containers: processors, such as 1.5. Default: no limit. */
  cpus?: number | undefined;
  /**
   * For containers: `uid` or `uid:gid` of the code, or `each` for a different user in each sandbox. Default:
   * `65534:65534`, or `each` if the engine cannot limit processes.
   */
  containerUser?: string | undefined;
  /** For containers: an OCI runtime that the engine knows, such as `runsc`. Default: the engine's own. */
  ociRuntime?: string | undefined;
  /** A driver of your own in place of a named runtime. */
  driver?: SandboxDriver | undefined;
  /** Answers tool calls; without one, code sees no servers. */
  host?: ToolHost | undefined;
  /** Bytes, at least 32 MiB; default 512 MiB. */
  memoryLimitBytes?: number | undefined;
  /** Processes and threads of a sandbox, at least 8; default 128. */
  pidsLimit?: number | undefined;
  /** Default 300,000. */
  timeoutMs?: number | undefined;
  /** For the whole start of a sandbox; default 60,000. */
  startupTimeoutMs?: number | undefined;
  /** How long interrupted code may take to yield before its sandbox is killed; default 3,000. */
  graceMs?: number | undefined;
  /** Characters of output that a run returns; the rest stays in a file of the sandbox. Default 40,000. */
  outputLimit?: number | undefined;
  /** Sandboxes that are kept at once; beyond that, the one idle for longest is ended. Default 16. */
  maxSessions?: number | undefined;
  /** Sandboxes that are started before they are needed. Default 0. */
  warm?: number | undefined;
  /** After so long without runs a session's sandbox is ended, and its next run says so. Default: never. */
  idleTimeoutMs?: number | undefined;
  /**
   * Threads and processes that a run leaves behind continue for so long; then the sandbox stands still until the next
   * run. The embedded sandbox stands still at once. Default 60,000.
   */
  stillAfterMs?: number | undefined;
  /** The limit on memory that the host holds for sandboxes, to be shared with other runtimes of the process. */
  held?: HeldBytes | undefined;
  /** Called with what takes long when a sandbox starts, such as the pull of an image. */
  onStatus?: ((status: string) => void) | undefined;
}

const optionNames: Record<keyof SandboxRuntimeOptions, true> = {
  runtime: true,
  image: true,
  cpus: true,
  containerUser: true,
  ociRuntime: true,
  driver: true,
  host: true,
  memoryLimitBytes: true,
  pidsLimit: true,
  timeoutMs: true,
  startupTimeoutMs: true,
  graceMs: true,
  outputLimit: true,
  maxSessions: true,
  warm: true,
  idleTimeoutMs: true,
  stillAfterMs: true,
  held: true,
  onStatus: true,
};

/** Python sessions by name, all in sandboxes of one kind. */
export interface SandboxRuntime {
  /** The runtime in use. If `auto` chose it and it cannot start anything, the first start changes it. */
  readonly name: string;
  /** Why `auto` chose it. */
  readonly reason?: string | undefined;
  /** The session of that name; nothing starts before its first run. */
  session(name?: string): SandboxSession;
  /** `session(name).run(code, options)` for the session `default` or another. */
  run(code: string, options?: RunOptions & { session?: string | undefined }): Promise<RunOutcome>;
  /** Ends every session. Resolves when no process of this runtime is left. */
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

const namesWithSession = { ...runOptionNames, session: true } as const;

// The most sandboxes at once, unless more sessions are kept. Idle ones make room, so if this is reached, all of them
// run code.
const maxAtOnce = 64;

type Numbers = Pick<SessionOptions, "timeoutMs" | "graceMs" | "stillAfterMs" | "outputLimit"> & {
  maxSessions: number;
  startupTimeoutMs: number;
  limits: SandboxLimits;
};

/** Throws a SandboxError `invalid-options`, `runtime-unavailable`, or `start-failed` if files of this package are gone. */
export async function createSandboxRuntime(
  options: SandboxRuntimeOptions = {},
): Promise<SandboxRuntime> {
  checkOptions(options);
  checkNames(options, optionNames);
  const { maxSessions, startupTimeoutMs, limits, outputLimit, ...times } = numbersOf(options);
  const held = options.held ?? createHeldBytes();
  // Once for all: later starts need neither these files nor that they are still those of this version.
  const kernel = readKernelOnce();
  const compiled = new CompiledKernel();
  const selected = await selectedBy(options, startupTimeoutMs);
  const openWith: OpenWith = (driver, milliseconds, signal, onStatus) =>
    openSandbox(driver, {
      limits,
      outputLimit,
      held,
      kernel,
      compiled,
      startupTimeoutMs: milliseconds,
      signal,
      onStatus(status) {
        options.onStatus?.(status);
        onStatus?.(status);
      },
    });
  const drivers = new ChosenDriver(selected, openWith, startupTimeoutMs, options.onStatus);
  const warm = new WarmSandboxes(drivers.open, options.warm ?? 0);
  warm.fill();
  const settings = {
    ...times,
    outputLimit,
    idleTimeoutMs: options.idleTimeoutMs,
    said: new Set<string>(),
    host: options.host ?? noServers,
    open: withinSandboxesAtOnce(Math.max(maxAtOnce, maxSessions), warm.take.bind(warm)),
  };
  const sessions = new Sessions(settings, maxSessions);

  const close = async (): Promise<void> => {
    await Promise.all([warm.close(), sessions.close()]);
    await drivers.close();
  };
  return {
    get name() {
      return drivers.name;
    },
    get reason() {
      return drivers.reason;
    },
    session: (name = "default") => sessions.get(name),
    async run(code, runOptions = {}) {
      checkRun(code, runOptions, namesWithSession);
      const { session: name = "default", ...rest } = runOptions;
      return await sessions.get(name).run(code, rest);
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

function readKernelOnce(): KernelFiles {
  try {
    return readKernel();
  } catch (error) {
    return explainMissing(error);
  }
}

/** The options that are positive numbers, with their defaults. Throws a SandboxError `invalid-options`. */
function numbersOf(options: SandboxRuntimeOptions): Numbers {
  return {
    maxSessions: positive("maxSessions", options.maxSessions ?? 16),
    limits: checkLimits({
      memoryBytes: options.memoryLimitBytes ?? 512 * 1024 * 1024,
      pids: options.pidsLimit ?? 128,
    }),
    startupTimeoutMs: positive("startupTimeoutMs", options.startupTimeoutMs ?? 60_000),
    timeoutMs: positive("timeoutMs", options.timeoutMs ?? 300_000),
    graceMs: positive("graceMs", options.graceMs ?? 3_000),
    stillAfterMs: positive("stillAfterMs", options.stillAfterMs ?? 60_000),
    outputLimit: positive("outputLimit", options.outputLimit ?? 40_000),
  };
}

async function selectedBy(
  options: SandboxRuntimeOptions,
  startupTimeoutMs: number,
): Promise<SelectedDriver> {
  if (options.driver) return { driver: options.driver };
  return await selectDriver(options.runtime ?? "auto", {
    startupTimeoutMs,
    image: options.image,
    cpus: options.cpus,
    ociRuntime: options.ociRuntime,
    user: options.containerUser ?? defaultContainerUser,
  });
}
