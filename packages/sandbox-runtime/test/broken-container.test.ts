// A container that Podman still lists, and of whose files it knows nothing any more, as one is left that it was killed at.
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { endSandboxesOf, sandboxesOf } from "../src/drivers/container/running/engine-sandboxes.ts";
import {
  createOwner,
  sandboxLabel,
  sandboxLabels,
} from "../src/drivers/container/running/owner.ts";
import { removeContainers } from "../src/drivers/container/removal/remove-containers.ts";
import { EmptyPodman, hasPodman } from "./container/empty-podman.ts";

if (!hasPodman) console.error("SKIPPED: a broken container of Podman's: there is no podman here.");

describe.skipIf(!hasPodman)("a container that is broken", () => {
  let podman: EmptyPodman;
  beforeAll(async () => {
    podman = await EmptyPodman.start();
  }, 60_000);
  afterAll(() => podman?.close());

  const create = async (name: string): Promise<string> =>
    podman.create(name, sandboxLabels(await createOwner(), name));

  /** What is left of one where Podman was killed while it removed it. */
  async function breakContainer(id: string): Promise<void> {
    await podman.endService("SIGKILL");
    const root = join(podman.folder, "root");
    const files = (await readdir(root)).find((name) => name.endsWith("-containers")) ?? "";
    const path = join(root, files, "containers.json");
    const known = JSON.parse(await readFile(path, "utf8")) as { id: string }[];
    expect(known.map((container) => container.id)).toContain(id);
    await writeFile(path, JSON.stringify(known.filter((container) => container.id !== id)));
    await podman.startService();
  }

  it("is listed with the others, and ended like them", async () => {
    const broken = await create("broken");
    const whole = await create("whole");
    const foreign = await podman.create("foreign", { of: "another" });
    await breakContainer(broken);
    const { engine } = podman;
    await expect(engine.client.listContainers({ all: true })).rejects.toThrow(broken);

    const listed = await sandboxesOf(engine);
    expect(listed.map(({ id }) => id)).toEqual([broken, whole]);
    expect(listed[0]?.startedAt.getTime()).toBeGreaterThan(Date.now() - 60_000);
    expect(await endSandboxesOf(engine, [broken, foreign])).toBe(1);
    expect((await sandboxesOf(engine)).map(({ id }) => id)).toEqual([whole]);
  });

  it("keeps no other from being removed, and has none removed that is another's", async () => {
    await breakContainer(await create("broken-too"));
    expect(await removeContainers(podman.engine.client, [sandboxLabel])).toBe(2);
    const left = await podman.engine.client.listContainers({ all: true });
    expect(left.map(({ Names }) => Names[0])).toEqual(["/foreign"]);
  });
});
