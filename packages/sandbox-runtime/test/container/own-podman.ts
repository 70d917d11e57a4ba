// A Podman service of a test's own over the storage of the one that is there, with settings of the test's own.
import { chmod, chown, mkdir, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { findEngine } from "../../src/drivers/container/engines/find-engine.ts";
import type { TestEngine } from "../engines.ts";
import { startService } from "./start-service.ts";

export interface PodmanSettings {
  /** Of the section `containers` of containers.conf. */
  containers: readonly string[];
  /** Where every container has a copy of the folder `secrets`, by mounts.conf. */
  secretsAt: string;
}

export interface OwnPodman extends AsyncDisposable {
  engine: TestEngine;
}

/** Undefined where this process may not start one as the user whose engine it is. */
export async function startOwnPodman(
  engine: TestEngine,
  settings: PodmanSettings,
): Promise<OwnPodman | undefined> {
  const found = await engine.connect();
  await found.close();
  const place = found.address.replace("unix://", "");
  const { uid, gid } = await stat(place);
  const self = process.getuid?.();
  if (!found.address.startsWith("unix://") || (self !== 0 && self !== uid)) return undefined;

  const folder = await mkdtemp(join(tmpdir(), "own-podman-"));
  const file = (name: string): string => join(folder, name);
  await mkdir(file("secrets"));
  await writeFile(file("secrets/key"), "secret of the host");
  await writeFile(file("mounts.conf"), `${file("secrets")}:${settings.secretsAt}\n`);
  await writeFile(file("containers.conf"), ["[containers]", ...settings.containers, ""].join("\n"));
  await chmod(folder, 0o755);
  await chown(folder, uid, gid);
  const socket = file("api.sock");
  const connect: TestEngine["connect"] = () =>
    findEngine("podman", {
      // As of the engines that are not a test's own.
      timeoutMs: 30_000,
      environment: { CONTAINER_HOST: `unix://${socket}` },
    });
  const service = await startService(
    [
      "podman",
      `--default-mounts-file=${file("mounts.conf")}`,
      "system",
      "service",
      "--time=0",
      `unix://${socket}`,
    ],
    {
      log: file("log"),
      cwd: folder,
      user: self === uid ? undefined : { uid, gid },
      environment: {
        ...(self === uid ? process.env : await environmentOf(uid, place)),
        CONTAINERS_CONF: file("containers.conf"),
      },
      isUp: async () => (await connect()).close(),
    },
  );
  return {
    engine: { ...engine, connect },
    async [Symbol.asyncDispose]() {
      await service.end("SIGTERM");
      await rm(folder, { recursive: true });
    },
  };
}

async function environmentOf(uid: number, socket: string): Promise<Record<string, string>> {
  const users = (await readFile("/etc/passwd", "utf8")).split("\n").map((line) => line.split(":"));
  return {
    HOME: users.find((user) => user[2] === String(uid))?.[5] ?? "/",
    PATH: "/usr/sbin:/usr/bin:/sbin:/bin",
    XDG_RUNTIME_DIR: dirname(dirname(socket)),
  };
}
