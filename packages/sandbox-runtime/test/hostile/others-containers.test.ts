// What is removed after a killed host is looked for by its labels. An engine that takes no notice of them lists everybody's.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type Docker from "dockerode";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { getFromEngine } from "../../src/drivers/container/engines/get-from-engine.ts";
import { listContainers } from "../../src/drivers/container/running/list-containers.ts";
import {
  createOwner,
  ownerFilter,
  sandboxLabels,
  type Owner,
} from "../../src/drivers/container/running/owner.ts";
import { removeLeftBehind } from "../../src/drivers/container/removal/remove-left-behind.ts";
import { removeContainers } from "../../src/drivers/container/removal/remove-containers.ts";
import { EmptyPodman, hasPodman } from "../container/empty-podman.ts";
import { hostile } from "./hostile-case.ts";

if (!hasPodman) console.error("SKIPPED: others' containers: there is no podman here.");

const guardian = fileURLToPath(
  new URL("../../dist/drivers/container/guardian/guardian-process.js", import.meta.url),
);
const runtime = "podman rootful";
const protection =
  "the labels of each are looked at before it is removed, whatever the engine says";

describe.skipIf(!hasPodman)("what is another's on the same engine", () => {
  let podman: EmptyPodman;
  let owner: Owner;
  beforeAll(async () => {
    podman = await EmptyPodman.start();
    owner = await createOwner();
    await podman.create("of-nobody", {});
    // Of the same name, and with the same process id.
    const { id } = await createOwner();
    await create("of-another-host", { ...owner, id });
  }, 60_000);
  afterAll(() => podman?.close());

  const create = (name: string, of: Owner): Promise<string> =>
    podman.create(name, sandboxLabels(of, name));

  const names = async (client: Docker = podman.engine.client): Promise<string[]> => {
    const found = await client.listContainers({ all: true });
    return found.map(({ Names }) => String(Names[0])).toSorted();
  };

  it(
    "stays when the guardian of a killed host cleans up",
    {
      timeout: 60_000,
      ...hostile(runtime, {
        id: "9.others-containers",
        name: "the removal of what a killed host left, beside others' containers",
        protection,
        checked: "what removes here is the built package, which no copy of the sources replaces",
      }),
    },
    async () => {
      await create("of-the-killed-host", owner);
      const { address } = podman.engine;
      const task = { engine: "podman", address, labels: ownerFilter(owner) };
      const child = spawn(process.execPath, [guardian, JSON.stringify(task)], {
        stdio: ["pipe", "ignore", "inherit"],
      });
      child.stdin.end();
      expect(await once(child, "exit")).toEqual([0, null]);
      expect(await names()).toEqual(["/of-another-host", "/of-nobody"]);
    },
  );

  it.runIf(process.platform === "linux")(
    "stays, and what a killed host left goes, where an update has removed the guardian's files",
    async () => {
      await create("of-the-killed-host", owner);
      const folder = await mkdtemp(join(tmpdir(), "updated-"));
      const dist = fileURLToPath(new URL("../../dist", import.meta.url));
      await cp(dist, join(folder, "dist"), {
        recursive: true,
        filter: (path) => !path.includes("pyodide"),
      });
      await symlink(join(dist, "../node_modules"), join(folder, "node_modules"));
      await writeFile(join(folder, "package.json"), '{ "type": "module" }');
      const { address } = podman.engine;
      const task = { engine: "podman", address, labels: ownerFilter(owner) };
      const program = join(folder, "dist/drivers/container/guardian/guardian-process.js");
      const child = spawn(process.execPath, [program, JSON.stringify(task)], {
        stdio: ["pipe", "ignore", "inherit"],
      });
      const ended = once(child, "exit");
      // It is loaded once it has a handler of SIGHUP, for which Node itself has none.
      const isLoaded = async (): Promise<boolean> => {
        const status = await readFile(`/proc/${child.pid}/status`, "utf8");
        const caught = BigInt(`0x${/SigCgt:\s*(\w+)/.exec(status)?.[1] ?? "0"}`);
        return (caught & 1n) !== 0n;
      };
      await expect.poll(isLoaded, { timeout: 30_000 }).toBe(true);
      await rm(folder, { recursive: true });
      child.stdin.end();
      expect(await ended).toEqual([0, null]);
      expect(await names()).toEqual(["/of-another-host", "/of-nobody"]);
    },
  );

  it("goes where it has not been running a day after it was made, whoever's it is, and no sooner", async () => {
    const { client } = podman.engine;
    const elsewhere = { ...owner, host: "another-machine and its boot" };
    await create("before-a-reboot", elsewhere);
    const hour = 60 * 60_000;
    const later = (hours: number) => async () => Promise.resolve(Date.now() + hours * hour);
    await removeLeftBehind(client, later(23));
    expect(await names()).toEqual(["/before-a-reboot", "/of-another-host", "/of-nobody"]);
    await removeLeftBehind(client, later(25));
    // The third has the labels of this process.
    expect(await names()).toEqual(["/of-nobody"]);
    await create("of-another-host", { ...owner, id: (await createOwner()).id });
  });

  it("stays where the clock of this machine alone is ahead of its making", async () => {
    const { client } = podman.engine;
    const { id } = await createOwner();
    await create("being-started", { ...owner, id, host: "another-machine" });
    const ahead = vi.spyOn(Date, "now").mockReturnValue(Date.now() + 3 * 24 * 60 * 60_000);
    await removeLeftBehind(client).finally(() => ahead.mockRestore());
    expect(await names()).toContain("/being-started");
    await client.getContainer("being-started").remove();
  });

  const filter = {
    id: "9.engine-without-filters",
    name: "an engine that lists everybody's containers, whatever it is asked for",
    protection,
    checked: "mutation",
  };
  it(`[${filter.id}] ${filter.name}`, hostile(runtime, filter), async () => {
    await create("ours", owner);
    const { client } = podman.engine;
    const modem = Object.create(client.modem, {
      dial: {
        value: (asked: { options?: { filters?: unknown } }, ...rest: unknown[]) => {
          delete asked.options?.filters;
          (client.modem.dial as (...all: unknown[]) => void)(asked, ...rest);
        },
      },
    });
    const unfiltered = Object.create(client, { modem: { value: modem } }) as Docker;
    const signal = AbortSignal.timeout(30_000);
    const query = { all: true, filters: { label: ["of=nobody"] } };
    expect(await getFromEngine(unfiltered, "/containers/json", signal, query)).toHaveLength(3);
    // That of nobody is no sandbox.
    expect(await listContainers(unfiltered, [])).toHaveLength(2);
    expect(await removeContainers(unfiltered, ownerFilter(owner))).toBe(1);
    expect(await names()).toEqual(["/of-another-host", "/of-nobody"]);
  });
});
