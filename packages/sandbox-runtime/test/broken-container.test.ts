// A container that Podman still lists, and of whose files it knows nothing any more, as one is left that it was killed at.
import { execFile, spawnSync } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Engine } from "../src/drivers/container/engine.ts";
import { endSandboxesOf, sandboxesOf } from "../src/drivers/container/engine-sandboxes.ts";
import { findEngine } from "../src/drivers/container/engines/find-engine.ts";
import { ownerLabels, sandboxLabel, thisOwner } from "../src/drivers/container/owner.ts";
import { removeContainers } from "../src/drivers/container/remove-containers.ts";
import { startService, type Service } from "./container/start-service.ts";

const run = promisify(execFile);

const hasPodman = process.platform === "linux" && spawnSync("podman", ["--version"]).status === 0;
if (!hasPodman) console.error("SKIPPED: a broken container of Podman's: there is no podman here.");

describe.skipIf(!hasPodman)("a container that is broken", () => {
  let folder: string;
  let service: Service;
  let engine: Engine;
  const podman: [string, ...string[]] = ["podman"];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "broken-container-"));
    // A storage of its own: what is broken on purpose is nobody's.
    podman.push(`--root=${folder}/root`, `--runroot=${folder}/run`, `--tmpdir=${folder}/tmp`);
    await mkdir(join(folder, "image"));
    await writeFile(join(folder, "image", "file"), "");
    await run("tar", ["-C", join(folder, "image"), "-cf", join(folder, "image.tar"), "."]);
    await run(podman[0], [...podman.slice(1), "import", join(folder, "image.tar"), "nothing"]);
    await startPodman();
  }, 60_000);
  afterAll(async () => {
    await engine?.close();
    await service?.end("SIGTERM");
    await run(podman[0], [...podman.slice(1), "system", "reset", "--force"]).catch(() => {});
    await rm(folder, { recursive: true, force: true });
  });

  async function startPodman(): Promise<void> {
    const address = `unix://${folder}/api.sock`;
    const connect = (): Promise<Engine> =>
      findEngine("podman", { environment: { CONTAINER_HOST: address } });
    await rm(join(folder, "api.sock"), { force: true });
    service = await startService([...podman, "system", "service", "--time=0", address], {
      log: join(folder, "log"),
      environment: process.env,
      isUp: async () => (await connect()).close(),
    });
    engine = await connect();
  }

  async function create(name: string): Promise<string> {
    const labels = ownerLabels(thisOwner());
    const { id } = await engine.client.createContainer({
      name,
      Image: "nothing",
      Entrypoint: ["/file"],
      Labels: labels,
      HostConfig: { NetworkMode: "none" },
    });
    return id;
  }

  /** What is left of one where Podman was killed while it removed it. */
  async function breakContainer(id: string): Promise<void> {
    await engine.close();
    await service.end("SIGKILL");
    const root = join(folder, "root");
    const files = (await readdir(root)).find((name) => name.endsWith("-containers")) ?? "";
    const path = join(root, files, "containers.json");
    const known = JSON.parse(await readFile(path, "utf8")) as { id: string }[];
    expect(known.map((container) => container.id)).toContain(id);
    await writeFile(path, JSON.stringify(known.filter((container) => container.id !== id)));
    await startPodman();
  }

  it("is listed with the others, and ended like them", async () => {
    const broken = await create("broken");
    const whole = await create("whole");
    await breakContainer(broken);
    await expect(engine.client.listContainers({ all: true })).rejects.toThrow(broken);

    const listed = await sandboxesOf(engine);
    expect(listed.map(({ id }) => id)).toEqual([broken, whole]);
    expect(listed[0]?.startedAt.getTime()).toBeGreaterThan(Date.now() - 60_000);
    expect(await endSandboxesOf(engine, [broken])).toBe(1);
    expect((await sandboxesOf(engine)).map(({ id }) => id)).toEqual([whole]);
  });

  it("keeps no other from being removed", async () => {
    await breakContainer(await create("broken-too"));
    expect(await removeContainers(engine.client, [sandboxLabel])).toBe(2);
    expect(await sandboxesOf(engine)).toEqual([]);
  });
});
