// Podman needs no daemon, so there is often no API socket. Then its API service is started for this process only, on a
// socket in a folder that only this user can enter, and close() ends it. If this process is killed, the service ends by
// itself: it ends `idleSeconds` after its last connection, and this process keeps one connection open.
import { spawn } from "node:child_process";
import { mkdtemp, open, readdir, readFile, rm, rmdir, stat } from "node:fs/promises";
import type { IncomingMessage } from "node:http";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type Docker from "dockerode";
import type { Engine, EngineSearch, ServiceProcess } from "./engine.ts";
import { processStart } from "../running/this-machine.ts";
import { connectEngine } from "./connect-engine.ts";
import { explainFailure, noAnswer } from "./explain-failure.ts";
import { type InspectedEngine, inspectEngine } from "./inspect-engine.ts";

/** Also the time that the guardian of a killed process has to connect. */
const idleSeconds = 10;

/**
 * The first time that a user starts Podman, it creates its storage before it answers, so it gets the time of several
 * attempts.
 */
const startAttempts = 3;

/** Starts `podman system service` on a private socket. If it does not start, rejects with Podman's output. */
export async function startPodmanService(search: EngineSearch): Promise<Engine> {
  const folder = await makeFolder(search.environment);
  const address = `unix://${join(folder, "api.sock")}`;
  // A file, not a pipe: the service must not die of a broken pipe before the containers of a killed host are removed.
  const log = join(folder, "log");
  const service = await runService(search, address, log);
  let held: EventStream | undefined;
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
    // Later output is not needed. Without the log, the socket is all that remains to be removed.
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

/** Explains the output of a Podman that is only a remote client and cannot start a service. */
function explainOutput(said: string): string {
  return said.includes("unknown flag: --events-backend")
    ? "its settings make it a client (`remote = true` in containers.conf); name the service with CONTAINER_HOST"
    : said;
}

interface Service {
  /** Undefined if it ended at once, or if the system does not report when it started: then nobody else ends it. */
  process: ServiceProcess | undefined;
  /** Aborts when the process is gone. */
  ended: AbortSignal;
  end(): Promise<void>;
}

async function runService(search: EngineSearch, address: string, log: string): Promise<Service> {
  const output = await open(log, "w", 0o600);
  // With these variables, even empty ones, it would be only a remote client.
  const { CONTAINER_HOST: _, CONTAINER_CONNECTION: __, ...environment } = search.environment;
  // Events are written to a file: if the engine's settings turned them off, there would be no connection to keep open.
  const child = spawn(
    "podman",
    ["--events-backend=file", "system", "service", `--time=${idleSeconds}`, address],
    // In its own process group, so that Ctrl-C in the terminal reaches this process and not the service.
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
): Promise<InspectedEngine> {
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

/** The response itself; dockerode types only what every stream has. */
type EventStream = NodeJS.ReadableStream & Pick<IncomingMessage, "destroy" | "socket">;

/** Keeps the endless stream of events open without reading it. It does not keep this process running. */
async function holdConnection(client: Docker): Promise<EventStream> {
  const events = (await client.getEvents()) as EventStream;
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

/** Removes the empty folders of services that outlived their hosts and ended by themselves. */
async function removeLeftOvers(root: string): Promise<void> {
  const names: string[] = await readdir(root).catch(() => []);
  for (const name of names.filter((entry) => entry.startsWith(folderPrefix))) {
    const folder = join(root, name);
    const { mtimeMs } = await stat(folder).catch(() => ({ mtimeMs: Infinity }));
    // rmdir fails if a service still has its socket there.
    if (Date.now() - mtimeMs > 60_000) await rmdir(folder).catch(() => {});
  }
}
