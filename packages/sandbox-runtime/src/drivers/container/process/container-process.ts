import type { Readable } from "node:stream";
import type { DirectPipes, DriverStartOptions, SandboxExit, SandboxProcess } from "../../driver.ts";
import { askEngine } from "../engines/ask-engine.ts";
import { attach } from "./attach.ts";
import { firstProcess, mayOpenPipes, openPipes } from "./direct-pipes.ts";
import type { Engine } from "../engines/engine.ts";
import { getFromEngine } from "../engines/get-from-engine.ts";
import { isEngineGone } from "../explain-start.ts";
import { ranOutOfMemory } from "./memory-events.ts";
import { splitStreams } from "./split-streams.ts";
import { waitForExit } from "./wait-for-exit.ts";

/** Written by the supervisor if the memory limit or a signal has ended the Python kernel: sandbox/python/kernel/supervisor.py. */
const outOfMemoryLine = "sandbox: out of memory";
const signalLine = "sandbox: ended by the signal ";
/** 128 and the number of SIGKILL. */
const killedCode = 137;
const exitCodeMs = 1_000;
const pingMs = 3_000;

interface AttachedStart extends Pick<DriverStartOptions, "signal" | "onStep"> {
  /** Milliseconds for each answer of the engine. */
  timeoutMs: number;
  /** Ends the container. Resolves when it is gone, or when the engine does not confirm that in time. */
  end: () => Promise<void>;
}

/** Starts a created container. It is attached first, so that none of its output is lost. */
export async function startAttached(
  engine: Engine,
  id: string,
  { timeoutMs, signal: cancelled, onStep, end }: AttachedStart,
): Promise<SandboxProcess> {
  onStep?.("attaching to the container");
  const stream = await askEngine(
    timeoutMs,
    (signal) => attach(engine.client, id, signal),
    cancelled,
  );
  // Watched from now on, since the stream may be cut while the container starts.
  const ended = endOf(stream);
  const over = new AbortController();
  // Requested before the start: a container that removes itself may be gone before anyone could ask.
  const answer = waitForExit(engine.client, id, over.signal).then(
    (code) => ({ code, engineGone: false }),
    // An engine that was restarted in the meantime answers a ping, but not the requests to its predecessor.
    (error: unknown) => ({ code: null, engineGone: isEngineGone(error) }),
  );
  try {
    onStep?.("starting the container");
    await askEngine(
      timeoutMs,
      (abortSignal) => engine.client.getContainer(id).start({ abortSignal }),
      cancelled,
    );
  } catch (error) {
    over.abort();
    stream.destroy();
    throw error;
  }
  const pid = mayOpenPipes(engine) ? firstProcess(engine, id) : undefined;
  // It matters only if pipes are offered.
  pid?.catch(() => {});
  let pipes: DirectPipes | undefined;
  let pipesEnded: Promise<void> | undefined;
  const { stdout, stderr, end: endOutput } = splitStreams(stream);
  let outOfMemory = false;
  let isExplained = false;
  stderr.on("data", (chunk: Buffer) => {
    outOfMemory ||= chunk.includes(outOfMemoryLine);
    isExplained ||= outOfMemory || chunk.includes(signalLine);
  });

  let isKilledByUs = false;

  async function watchExit(): Promise<SandboxExit> {
    await ended;
    // What the kernel wrote last is still to be read.
    await Promise.race([pipesEnded, pause(exitCodeMs)]);
    const exit = await Promise.race([answer, pause(exitCodeMs)]);
    over.abort();
    endOutput();
    closePipes();
    const engineGone = exit?.engineGone || !(await answers(engine));
    if (engine.name === "docker" && exit?.code === killedCode && !isKilledByUs && !isExplained)
      outOfMemory = await ranOutOfMemory(engine.client, id);
    const reason = engineGone ? `the ${engine.name} engine went away` : undefined;
    return { code: exit?.code ?? null, signal: null, outOfMemory, reason };
  }

  function closePipes(): void {
    pipes?.toSandbox.destroy();
    pipes?.fromSandbox.destroy();
  }

  const exited = watchExit();
  return {
    stdin: stream,
    stdout,
    stderr,
    exited,
    ...(pid && {
      async openPipes(offer) {
        pipes = await openPipes(engine, pid, offer);
        if (over.signal.aborted) closePipes();
        if (pipes) pipesEnded = endOf(pipes.fromSandbox);
        return pipes;
      },
    }),
    async kill() {
      isKilledByUs = true;
      await end();
      stream.destroy();
      closePipes();
      await exited;
    },
  };
}

function endOf(stream: Readable): Promise<void> {
  return new Promise((resolve) => {
    for (const event of ["end", "close", "error"]) stream.once(event, () => resolve());
  });
}

async function pause(milliseconds: number): Promise<undefined> {
  await new Promise((resolve) => setTimeout(resolve, milliseconds).unref());
  return undefined;
}

async function answers(engine: Engine): Promise<boolean> {
  return askEngine(pingMs, (abortSignal) =>
    getFromEngine(engine.client, "/_ping", abortSignal),
  ).then(
    () => true,
    () => false,
  );
}
