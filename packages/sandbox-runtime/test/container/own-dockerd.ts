// A Docker of a test's own, which may be killed: other sockets, other folders, no network.
import { execFile } from "node:child_process";
import { once } from "node:events";
import { createReadStream } from "node:fs";
import { access, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { promisify } from "node:util";
import type Docker from "dockerode";
import { builtImage, localImage } from "../../src/drivers/container/images/choose-image.ts";
import type { Engine } from "../../src/drivers/container/engines/engine.ts";
import { findEngine } from "../../src/drivers/container/engines/find-engine.ts";
import { startService, type Service } from "./start-service.ts";

const run = promisify(execFile);

export interface OwnDockerd {
  /** Path of its socket. */
  socket: string;
  connect(): Promise<Engine>;
  start(): Promise<void>;
  /** SIGKILL, to it and to nothing else: what it has running goes on without it. */
  crash(): Promise<void>;
  /** To it alone. */
  signal(name: NodeJS.Signals): void;
  close(): Promise<void>;
}

async function createOwnDockerd(): Promise<OwnDockerd> {
  const folder = await mkdtemp(join(tmpdir(), "own-dockerd-"));
  const socket = `${folder}/docker.sock`;
  const host = `unix://${socket}`;
  const containers = `${folder}/containerd.sock`;
  // Whatever a test makes of its own later, a second start is like the first.
  const environment = { ...process.env };
  // As on most machines, what holds the containers is a service of its own, and outlives a crash.
  const containerd = await startService(
    [
      "containerd",
      "--config=/dev/null",
      `--address=${containers}`,
      `--root=${folder}/root`,
      `--state=${folder}/state`,
    ],
    { log: `${folder}/containerd.log`, environment, isUp: () => access(containers) },
  );
  let dockerd: Service | undefined;
  const connect = (): Promise<Engine> =>
    findEngine("docker", { environment: { ...process.env, DOCKER_HOST: host } });

  async function start(): Promise<void> {
    await rm(`${folder}/pidfile`, { force: true });
    const places = ["data-root", "exec-root", "pidfile"].map(
      (name) => `--${name}=${folder}/${name}`,
    );
    dockerd = await startService(
      [
        "dockerd",
        "--bridge=none",
        "--iptables=false",
        `--host=${host}`,
        `--containerd=${containers}`,
        ...places,
      ],
      {
        log: `${folder}/dockerd.log`,
        environment,
        isUp: async () => (await connect()).close(),
      },
    );
  }

  return {
    socket,
    connect,
    start,
    crash: async () => dockerd?.end("SIGKILL"),
    signal: (name) => dockerd?.signal(name),
    async close() {
      await dockerd?.end("SIGTERM");
      await containerd.end("SIGTERM");
      // Whatever holds a container of this folder still, and what it had mounted.
      for (const pid of await processesOf(folder)) killIfThere(pid);
      for (const place of (await mountsBelow(folder)).toReversed()) await unmountIfThere(place);
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** What is killed here takes others with it, as a shim does the process of its container. */
function killIfThere(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
  }
}

async function mountsBelow(folder: string): Promise<string[]> {
  const { stdout } = await run("findmnt", ["--raw", "--noheadings", "--output", "TARGET"]);
  return stdout.split("\n").filter((place) => place.startsWith(folder));
}

/** A shim that ends unmounts what its container had. */
async function unmountIfThere(place: string): Promise<void> {
  try {
    await run("umount", ["--lazy", place]);
  } catch (error) {
    if ((await mountsBelow(place)).includes(place)) throw error;
  }
}

async function processesOf(folder: string): Promise<number[]> {
  const pids = (await readdir("/proc")).filter((entry) => /^\d+$/.test(entry));
  const commands = await Promise.all(
    pids.map((pid) => readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "")),
  );
  return pids.filter((_, place) => commands[place]?.includes(folder)).map(Number);
}

/** One that runs, and has the image for sandboxes: that of the engine at TEST_DOCKER_HOST, else of the machine's Docker. */
export async function startOwnDockerd(): Promise<OwnDockerd> {
  const dockerd = await createOwnDockerd();
  await dockerd.start();
  const host = process.env["TEST_DOCKER_HOST"];
  const environment = host ? { ...process.env, DOCKER_HOST: host } : process.env;
  const source = await findEngine("docker", { environment });
  const own = await dockerd.connect();
  await copySlimImage(source.client, own.client, builtImage);
  await source.close();
  await own.close();
  return dockerd;
}

/** Python and what it needs, and nothing else, out of the image of another engine. */
async function copySlimImage(from: Docker, to: Docker, name: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "slim-image-"));
  try {
    const files =
      "bin lib lib64 usr/bin/python3* usr/bin/sh usr/bin/dash usr/lib/python3.* usr/lib/*-linux-gnu/lib[a-z]*.so* usr/lib64 usr/lib/ld-linux* usr/lib/*-linux-gnu/ld-linux*";
    const container = await from.createContainer({
      Image: (await localImage(from))?.name ?? "",
      Entrypoint: [
        "sh",
        "-c",
        `cd / && tar -c --exclude=test --exclude=__pycache__ --exclude='*LLVM*' --exclude='*openblas*' ${files} 2>/dev/null`,
      ],
      Cmd: [],
      User: "0:0",
      WorkingDir: "/",
      HostConfig: { NetworkMode: "none" },
      AttachStdout: true,
    });
    const archive = join(folder, "image.tar");
    try {
      const stream = await container.attach({ stream: true, stdout: true, stderr: true });
      const chunks: Buffer[] = [];
      const stdout = new PassThrough();
      stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
      from.modem.demuxStream(stream, stdout, new PassThrough().resume());
      const ended = once(stream, "end");
      await container.start();
      await ended;
      await writeFile(archive, Buffer.concat(chunks));
    } finally {
      await container.remove({ force: true });
    }
    const [repo, tag] = name.split(":");
    const imported = await to.importImage(createReadStream(archive), { repo, tag });
    imported.resume();
    await once(imported, "end");
  } finally {
    await rm(folder, { recursive: true });
  }
}
