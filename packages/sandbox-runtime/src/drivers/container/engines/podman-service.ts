// Podman needs no daemon, so often no API socket is there. Then its API service is started for this process alone: on a
// socket in a folder that only this user can enter, ended by close(). Should this process be killed, the service ends by
// itself: it waits `idleSeconds` after its last connection, and one connection is held open for as long as we live.
import { spawn } from "node:child_process";
import { mkdtemp, open, readdir, readFile, rm, rmdir, stat } from "node:fs/promises";
import type { IncomingMessage } from "node:http";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type Docker from "dockerode";
import type { Engine, EngineSearch, ServiceProcess } from "../engine.ts";
import { processStart } from "../this-machine.ts";
import { connectEngine } from "./connect-engine.ts";
import { explainFailure, noAnswer } from "./explain-failure.ts";
import { type EngineFacts, inspectEngine } from "./inspect-engine.ts";

/** Also the time that whoever cleans up after a killed process has to connect. */
const idleSeconds = 10;

/** A user's first Podman makes its storage before it answers, so it is given the time of several attempts. */
const startAttempts = 3;

/** Starts `podman system service` on a private socket. Rejects where it does not come up, with what Podman said. */
export async function startPodmanService(search: EngineSearch): Promise<Engine> {
  const folder = await makeFolder(search.environment);
  const address = `unix://${join(folder, "api.sock")}`;
  // A file, not a pipe: the service must not die of a broken pipe before the containers of a killed host are removed.
  const log = join(folder, "log");
  const service = await runService(search, address, log);
  let held: IncomingMessage | undefined;
  const close = async (): Promise<void> => {
    // An open connection would delay the end of the service.
    held?.destroy();
    await service.end();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const client = await connectEngine("podman", address);
    const facts = await inspectOnceUp(client, service.ended, search.timeoutMs * startAttempts);
    held = await holdConnection(client);
    // Later output is of no use, and the socket is then all that an ended service leaves to remove.
    await rm(log);
    return { ...facts, address, client, service: service.process, close };
  } catch (error) {
    const said = (await readFile(log, "utf8").catch(() => "")).trim();
    await close();
    throw new Error(explainFailure(said === "" ? error : new Error(explainOutput(said))), {
      cause: error,
    });
  }
}

/** A Podman that is a client alone knows nothing of what concerns a service. */
function explainOutput(said: string): string {
  return said.includes("unknown flag: --events-backend")
    ? "its settings make it a client (`remote = true` in containers.conf); name the service with CONTAINER_HOST"
    : said;
}

interface Service {
  /** Undefined where it has ended at once, or the system does not say when it started: then it ends by itself alone. */
  process: ServiceProcess | undefined;
  /** Aborts when the process is gone. */
  ended: AbortSignal;
  end(): Promise<void>;
}

async function runService(search: EngineSearch, address: string, log: string): Promise<Service> {
  const output = await open(log, "w", 0o600);
  // With these, empty ones as well, it would be a client alone.
  const { CONTAINER_HOST: _, CONTAINER_CONNECTION: __, ...environment } = search.environment;
  // Events go to a file: where the engine's settings turn them off, there would be no connection to hold.
  const child = spawn(
    "podman",
    ["--events-backend=file", "system", "service", `--time=${idleSeconds}`, address],
    // In a process group of its own, so that Ctrl-C in the terminal reaches us and not the service.
    { env: environment, stdio: ["ignore", output.fd, output.fd], detached: true },
  );
  child.unref();
  const ended = new AbortController();
  const gone = new Promise<void>((resolve) => {
    ended.signal.addEventListener("abort", () => resolve(), { once: true });
  });
  child.once("error", () => ended.abort(new Error("there is no `podman` on the PATH")));
  child.once("exit", (code) => ended.abort(new Error(`it ended with status ${code}`)));
  await output.close();
  const { pid } = child;
  const started = pid === undefined ? undefined : await processStart(pid);
  return {
    process: pid !== undefined && started !== undefined ? { pid, started } : undefined,
    ended: ended.signal,
    async end() {
      child.ref();
      child.kill("SIGTERM");
      await Promise.race([gone, sleep(3000)]);
      if (!ended.signal.aborted && child.pid) process.kill(-child.pid, "SIGKILL");
      await gone;
    },
  };
}

async function inspectOnceUp(
  client: Docker,
  ended: AbortSignal,
  timeoutMs: number,
): Promise<EngineFacts> {
  const late = AbortSignal.timeout(timeoutMs);
  const signal = AbortSignal.any([ended, late]);
  for (;;) {
    try {
      return await inspectEngine(client, signal);
    } catch (error) {
      if (late.aborted) throw new Error(noAnswer(timeoutMs), { cause: error });
      if (signal.aborted) throw signal.reason;
      await sleep(50);
    }
  }
}

/** The stream of events never ends, and nothing of it is read. It does not keep this process running. */
async function holdConnection(client: Docker): Promise<IncomingMessage> {
  const events = (await client.getEvents()) as IncomingMessage;
  events.on("error", () => {}).resume();
  events.socket.unref();
  return events;
}

/** Mode 0700, on a path short enough for the address of a socket (108 bytes). */
async function makeFolder(environment: EngineSearch["environment"]): Promise<string> {
  const roots = [environment["XDG_RUNTIME_DIR"], environment["TMPDIR"], "/tmp"];
  for (const root of roots) {
    if (!root || Buffer.byteLength(root) > 80) continue;
    await removeLeftOvers(root);
    const folder = await mkdtemp(join(root, folderPrefix)).catch(() => undefined);
    if (folder) return folder;
  }
  throw new Error("no folder for its socket can be made in /tmp");
}

const folderPrefix = "mcp-podman-";

/** A service that outlived its host and ended by itself leaves its folder empty. */
async function removeLeftOvers(root: string): Promise<void> {
  const names: string[] = await readdir(root).catch(() => []);
  for (const name of names.filter((entry) => entry.startsWith(folderPrefix))) {
    const folder = join(root, name);
    const { mtimeMs } = await stat(folder).catch(() => ({ mtimeMs: Infinity }));
    // rmdir refuses where a service still has its socket there.
    if (Date.now() - mtimeMs > 60_000) await rmdir(folder).catch(() => {});
  }
}
