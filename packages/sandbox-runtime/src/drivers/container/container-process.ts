import { PassThrough, type Duplex } from "node:stream";
import type { Container } from "dockerode";
import type { SandboxExit, SandboxProcess } from "../driver.ts";
import { attach } from "./attach.ts";
import type { Engine } from "./engine.ts";
import { isEngineGone } from "./explain-start.ts";
import { waitForExit } from "./wait-for-exit.ts";

/** What the kernel's supervisor writes when the memory limit has ended the kernel: sandbox/python/kernel/supervisor.py. */
const outOfMemoryLine = "sandbox: out of memory";
const exitCodeMs = 1_000;

/** Starts a created container, with all that it reads and writes in our hands from its first byte on. */
export async function startAttached(engine: Engine, container: Container): Promise<SandboxProcess> {
  const stream = await attach(engine.client, container.id);
  // Asked before the start: a container that removes itself may be gone before anyone can ask.
  const answer = waitForExit(engine.client, container.id).then(
    (code) => ({ code, engineGone: false }),
    // An engine that was started again meanwhile answers a ping, but not what its predecessor was asked.
    (error: unknown) => ({ code: null, engineGone: isEngineGone(error) }),
  );
  await container.start();
  const stdout = new PassThrough();
  const stderr = new PassThrough();
  engine.client.modem.demuxStream(stream, stdout, stderr);
  let outOfMemory = false;
  stderr.on("data", (chunk: Buffer) => (outOfMemory ||= chunk.includes(outOfMemoryLine)));
  const ended = endOf(stream);

  async function watchExit(): Promise<SandboxExit> {
    await ended;
    const exit = await Promise.race([answer, pause(exitCodeMs)]);
    stdout.end();
    stderr.end();
    const engineGone = exit?.engineGone || !(await answers(engine));
    const reason = engineGone ? `the ${engine.name} engine went away` : undefined;
    return { code: exit?.code ?? null, signal: null, outOfMemory, reason };
  }

  const exited = watchExit();
  return {
    stdin: stream,
    stdout,
    stderr,
    exited,
    async kill() {
      await endContainer(container);
      stream.destroy();
      await exited;
    },
  };
}

/** Kills and removes; what is gone already is as it should be. */
export async function endContainer(container: Container): Promise<void> {
  await container.kill({ signal: "SIGKILL" }).catch(() => {});
  await container.remove({ force: true, v: true }).catch(() => {});
}

function endOf(stream: Duplex): Promise<void> {
  return new Promise((resolve) => {
    for (const event of ["end", "close", "error"]) stream.once(event, () => resolve());
  });
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
