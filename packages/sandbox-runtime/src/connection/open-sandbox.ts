// Starts a sandbox: the driver's process starts, receives the kernel, and reports that it is ready, all within one time
// limit. If that fails, the process is ended.
import { setTimeout as delay } from "node:timers/promises";
import { deferred } from "../deferred.ts";
import type { DriverStartOptions, SandboxDriver, SandboxProcess } from "../drivers/driver.ts";
import type { KernelFiles } from "../kernel-bundle.ts";
import type { KernelStart } from "../protocol/host-frames.ts";
import { SandboxError } from "../sandbox-error.ts";
import type { CompiledKernel } from "./compiled-kernel.ts";
import { inASentence } from "./crash-error.ts";
import type { HeldBytes } from "./held-bytes.ts";
import { SandboxConnection } from "./sandbox-connection.ts";
import { StartTime } from "./start-time.ts";

/** A killed process is gone after this time. */
const goneMs = 1_000;

/** What a start needs in addition to its driver. */
export interface OpenOptions extends DriverStartOptions {
  /** Characters of output that a run returns. */
  outputLimit: number;
  /** Milliseconds for the whole start. */
  startupTimeoutMs: number;
  held: HeldBytes;
  /** Read beforehand: whatever failed between the start of the process and its first line would leave it running. */
  kernel: KernelFiles;
  /** Shared by the sandboxes of a runtime. */
  compiled: CompiledKernel;
}

/**
 * Resolves with a sandbox that is ready for its first run. Throws a SandboxError: `start-failed`, or `closed` if the
 * start was cancelled.
 */
export async function openSandbox(
  driver: SandboxDriver,
  options: OpenOptions,
): Promise<SandboxConnection> {
  if (options.signal?.aborted) throw startCancelled();
  const time = new StartTime(
    `The ${driver.name} sandbox`,
    options.startupTimeoutMs,
    options.signal,
  );
  try {
    const process = await startWithin(time, driver, options);
    const connection = new SandboxConnection(process, options.held);
    const kernelStart: KernelStart = {
      type: "kernel-start",
      files: options.kernel,
      ...compiledFor(process.image, options.compiled),
      outputLimit: options.outputLimit,
      ...(process.ownLimits && { limits: process.ownLimits }),
      ...(process.openPipes && { pipes: true }),
    };
    const onCompiled = (code: string): void => {
      if (process.image !== undefined) options.compiled.keep(process.image, code);
    };
    await startKernel(connection, kernelStart, { onCompiled, time, signal: options.signal });
    return connection;
  } finally {
    time.end();
  }
}

function compiledFor(
  image: string | undefined,
  kept: CompiledKernel,
): Pick<KernelStart, "compiled" | "compile"> {
  if (image === undefined) return {};
  const compiled = kept.of(image);
  return compiled === undefined ? { compile: true } : { compiled };
}

interface KernelStartOptions {
  onCompiled: (code: string) => void;
  time: StartTime;
  signal: AbortSignal | undefined;
}

/** Resolves when the kernel reports that it is ready. */
async function startKernel(
  connection: SandboxConnection,
  kernel: KernelStart,
  { onCompiled, time, signal }: KernelStartOptions,
): Promise<void> {
  time.begin("waiting for its Python");
  const ready = deferred<void>();
  let isAsked = kernel.compile === true;
  connection.onFrame = (frame) => {
    if (frame.type === "ready") {
      // Here, and not only below: more may follow in the same piece of input.
      connection.onFrame = undefined;
      ready.resolve();
    } else if (frame.type === "kernel-compiled" && isAsked) {
      isAsked = false;
      onCompiled(frame.code);
    } else if (frame.type === "pipes-offer") void connection.takePipes(frame);
    else connection.violate(`${frame.type} before ready`);
  };
  const onAbort = (): void => ready.reject(startCancelled());
  signal?.addEventListener("abort", onAbort, { once: true });
  if (signal?.aborted) onAbort();
  void connection.ended.then((error) =>
    ready.reject(new SandboxError("start-failed", error.message, { cause: error })),
  );
  connection.send(kernel);
  try {
    await time.within(ready.promise);
  } catch (error) {
    const words = inASentence(connection.lastWords);
    const closing = connection.close();
    if (!time.isUp) {
      await closing;
      throw error;
    }
    // An engine that hangs never reports that a container is gone.
    await Promise.race([closing, delay(goneMs, undefined, { ref: false })]);
    throw new SandboxError("start-failed", time.error().message + words, { cause: error });
  } finally {
    signal?.removeEventListener("abort", onAbort);
    connection.onFrame = undefined;
  }
}

/** If the time is up, does not wait for the process: if it starts after all, it is ended. */
async function startWithin(
  time: StartTime,
  driver: SandboxDriver,
  options: DriverStartOptions,
): Promise<SandboxProcess> {
  time.begin(`starting ${driver.name}`);
  const starting = driver.start({ ...options, signal: time.signal, onStep: time.begin });
  try {
    return await time.within(starting);
  } catch (error) {
    if (!time.isUp) throw error;
    starting.then((process) => process.kill()).catch(() => {});
    throw time.error();
  }
}

function startCancelled(): SandboxError {
  return new SandboxError("closed", "The start of the sandbox was cancelled.");
}
