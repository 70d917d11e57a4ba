// A service of a test's own, such as an engine. What it says goes to a file: where it does not come up, that is told.
import { spawn } from "node:child_process";
import { open, readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";

export interface ServiceOptions {
  /** Path of a file for what it says, which each start begins anew. */
  log: string;
  /** Rejects until it answers. */
  isUp: () => Promise<unknown>;
  cwd?: string;
  environment: NodeJS.ProcessEnv;
  user?: { uid: number; gid: number } | undefined;
  /** In a process group of its own, which is signalled as a whole. */
  group?: boolean;
}

export interface Service {
  signal(name: NodeJS.Signals): void;
  /** Resolves when it is gone. */
  end(name: NodeJS.Signals): Promise<void>;
}

const startMs = 60_000;
const pauseMs = 250;
const lastWords = 2_000;

/** Resolves when it answers. Rejects with its last words where it ends before, or does not answer in a minute. */
export async function startService(
  [program, ...args]: readonly [string, ...string[]],
  { log, isUp, cwd, environment, user, group = false }: ServiceOptions,
): Promise<Service> {
  const output = await open(log, "w");
  const child = spawn(program, args, {
    cwd,
    env: environment,
    ...user,
    detached: group,
    stdio: ["ignore", output.fd, output.fd],
  });
  await output.close();
  let ended: string | undefined;
  const gone = new Promise<void>((resolve) => {
    function onEnd(how: string): void {
      ended = how;
      resolve();
    }
    child.once("error", ({ message }) => onEnd(message));
    child.once("exit", (code, signal) => onEnd(`it ended with ${code ?? signal}`));
  });
  const service: Service = {
    signal(name) {
      if (ended === undefined && child.pid) process.kill(group ? -child.pid : child.pid, name);
    },
    async end(name) {
      service.signal(name);
      await gone;
    },
  };

  const end = performance.now() + startMs;
  for (;;) {
    const problem = await Promise.race([gone, isUp().then(() => undefined)]).catch(
      (error: Error) => error.message,
    );
    if (ended === undefined && problem === undefined) return service;
    const why = ended ?? (performance.now() > end ? problem : undefined);
    if (why !== undefined) {
      await service.end("SIGKILL");
      const said = (await readFile(log, "utf8")).trim().slice(-lastWords);
      throw new Error(`${program} did not come up: ${why}. It said last: ${said}`);
    }
    await sleep(pauseMs);
  }
}
