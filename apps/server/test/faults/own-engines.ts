// Engines of a test's own, which may be stopped and killed: a whole Docker beside the machine's, or another API service
// over the machine's Podman, whose containers live without it.
import { execFile } from "node:child_process";
import { chown, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { startOwnDockerd } from "../../../../packages/sandbox-runtime/test/container/own-dockerd.ts";
import {
  startService,
  type Service,
} from "../../../../packages/sandbox-runtime/test/container/start-service.ts";

const run = promisify(execFile);

export interface OwnEngine {
  /** The runtime that uses it, and the variable by which that finds it. */
  runtime: "docker" | "podman";
  variable: "DOCKER_HOST" | "CONTAINER_HOST";
  /** Path of its socket. */
  socket: string;
  start(): Promise<void>;
  signal(signal: NodeJS.Signals): void;
  /** SIGKILL; its containers live on. */
  crash(): Promise<void>;
  close(): Promise<void>;
}

export async function createOwnEngine(name: string): Promise<OwnEngine | undefined> {
  switch (name) {
    case "docker":
      return ownDocker();
    case "podman-rootful":
      return ownPodman(undefined);
    case "podman-rootless":
      return ownPodman(process.env["TEST_PODMAN_ROOTLESS_HOST"]);
    default:
      return undefined;
  }
}

async function ownDocker(): Promise<OwnEngine> {
  const dockerd = await startOwnDockerd();
  return {
    runtime: "docker",
    variable: "DOCKER_HOST",
    socket: dockerd.socket,
    start: dockerd.start,
    signal: dockerd.signal,
    crash: dockerd.crash,
    close: dockerd.close,
  };
}

/** @param host address of the service of an ordinary user, whose own this one is to be; undefined: root's */
async function ownPodman(host: string | undefined): Promise<OwnEngine> {
  const folder = await mkdtemp(join(tmpdir(), "own-podman-"));
  const socket = join(folder, "api.sock");
  const user = host === undefined ? undefined : await userOf(host);
  if (user) await chown(folder, user.id, user.id);
  // As it is before any test: where CONTAINER_HOST is set, Podman is only a client, and has no service to start.
  const { CONTAINER_HOST: _, ...environment } = user?.environment ?? process.env;
  let service: Service | undefined;

  async function start(): Promise<void> {
    await rm(socket, { force: true });
    service = await startService(["podman", "system", "service", "--time=0", `unix://${socket}`], {
      log: join(folder, "log"),
      cwd: folder,
      environment,
      user: user && { uid: user.id, gid: user.id },
      // Rootless Podman has children.
      group: true,
      isUp: () => run("docker", ["--host", `unix://${socket}`, "version"]),
    });
  }

  await start();
  return {
    runtime: "podman",
    variable: "CONTAINER_HOST",
    socket,
    start,
    signal: (name) => service?.signal(name),
    crash: async () => service?.end("SIGKILL"),
    async close() {
      await service?.end("SIGTERM");
      await rm(folder, { recursive: true, force: true });
    },
  };
}

interface User {
  id: number;
  environment: NodeJS.ProcessEnv;
}

async function userOf(host: string): Promise<User> {
  const folder = host.replace("unix://", "").replace(/\/podman\/[^/]*$/, "");
  const { stdout } = await run("stat", ["--format=%u %U", folder]);
  const [id = "", name = ""] = stdout.trim().split(" ");
  const { stdout: entry } = await run("getent", ["passwd", name]);
  const home = entry.split(":")[5] ?? "/";
  const path = "/usr/sbin:/usr/bin:/sbin:/bin";
  return {
    id: Number(id),
    environment: { HOME: home, USER: name, PATH: path, XDG_RUNTIME_DIR: folder },
  };
}
