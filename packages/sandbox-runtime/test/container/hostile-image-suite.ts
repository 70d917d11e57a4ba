// Images whose maker, or whoever may write to their registry, is the attacker.
import type Docker from "dockerode";
import type { ContainerCreateOptions } from "dockerode";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createSandboxRuntime, type SandboxDriver } from "@mcp-code-execution/sandbox-runtime";
import { localImage } from "../../src/drivers/container/images/choose-image.ts";
import type { EngineName, TestEngine } from "../engines.ts";
import { hostile, type HostileCase } from "../hostile/hostile-case.ts";
import { watchEngine, type WatchedEngine } from "./watch-engine.ts";

const volumes = [
  "/data/",
  "/workspace/../opt/",
  "//etc/../tmp",
  "/tmp/below",
  "/var",
  "/etc/ssl",
  "/lib/of-a-link",
];
const writable = `
import os
def writes(folder):
    try: open(folder + '/own', 'w').close()
    except OSError: return False
    return True
[folder for folder in ('/data', '/opt', '/tmp', '/tmp/below', '/var', '/etc/ssl', '/workspace') if writes(folder)]`;

const cases = {
  volumes: {
    id: "2.odd-volumes",
    name: "volumes of an image, by names that engines read in different ways",
    protection: "each is covered under the one name that all engines know it by, or refused",
    checked: "mutation",
  },
  uncovered: {
    id: "2.uncovered-volume",
    name: "a volume that the engine made in spite of all",
    protection: "the container is looked at before it is started",
    checked: "mutation",
  },
  replaced: {
    id: "2.replaced-tag",
    name: "a tag that means another image once the first was looked at",
    protection: "the container is made from the image that was looked at, by its id",
    checked: "mutation",
  },
  devices: {
    id: "2.devices-that-an-image-asks-for",
    name: "graphics cards of the host, which an image asks for by a variable where NVIDIA's runtime is the engine's own",
    protection: "the variable says that there are to be none, whatever the image says",
    checked: "mutation",
  },
} satisfies Record<string, HostileCase>;

export function testHostileImages(name: EngineName, engine: TestEngine): void {
  describe("an image of an attacker's", () => {
    let client: Docker;
    let base: Docker.Container;
    const made = new Set<string>();
    beforeAll(async () => {
      client = await watchEngine(engine).client();
      base = await client.createContainer({
        Image: (await localImage(client))?.name ?? "",
        Entrypoint: ["true"],
        Cmd: [],
      });
    });
    afterAll(async () => {
      await base.remove({ force: true });
      for (const image of made) {
        await client
          .getImage(image)
          .remove({ force: true })
          .catch(() => {});
      }
    });

    /** Ours, changed. */
    async function commit(what: string, ...changes: string[]): Promise<string> {
      const repo = `mcp-test-${what}-${process.pid}`;
      const { Id } = (await base.commit({
        repo,
        tag: "latest",
        changes: changes.join("\n"),
      })) as { Id: string };
      // By its id: the name may be given to another later.
      made.add(Id);
      return `${repo}:latest`;
    }

    it(`[${cases.volumes.id}] ${cases.volumes.name}`, hostile(name, cases.volumes), async () => {
      const image = await commit("volumes", `VOLUME ${JSON.stringify(volumes)}`);
      const watched = watchEngine(engine);
      expect(await valueOf(watched.driver({ image }), writable)).toBe("['/tmp', '/workspace']");
      for (const refused of ["/proc/below", "/with:colon", "/"]) {
        const other = await commit("refused", `VOLUME ${JSON.stringify([refused])}`);
        await expect(valueOf(watched.driver({ image: other }), "1")).rejects.toMatchObject({
          code: "start-failed",
          message: expect.stringMatching(
            `mcp-test-refused-\\d+:latest declares a volume at "${refused}", which cannot be covered`,
          ),
        });
      }
      expect(watched.created()).toBe(1);
    });

    it(`[${cases.devices.id}] ${cases.devices.name}`, hostile(name, cases.devices), async () => {
      const image = await commit("devices", "ENV NVIDIA_VISIBLE_DEVICES=all", "ENV OF_IMAGE=1");
      const asked =
        "import os; [os.environ.get(n) for n in ('NVIDIA_VISIBLE_DEVICES', 'OF_IMAGE')]";
      expect(await valueOf(watchEngine(engine).driver({ image }), asked)).toBe("['void', '1']");
    });

    it(
      `[${cases.uncovered.id}] ${cases.uncovered.name}`,
      hostile(name, cases.uncovered),
      async () => {
        const image = await commit("uncovered", 'VOLUME ["/data"]');
        const watched: WatchedEngine = watchEngine(engine, uncover);
        await expect(valueOf(watched.driver({ image }), "1")).rejects.toMatchObject({
          code: "start-failed",
          message: expect.stringContaining('declares a volume at "/data", which cannot be covered'),
        });
        expect(watched.created()).toBe(1);
        expect(await watched.containers()).toEqual([]);
      },
    );

    it(`[${cases.replaced.id}] ${cases.replaced.name}`, hostile(name, cases.replaced), async () => {
      const image = await commit("replaced", "LABEL mark=first");
      const { Id: first } = await client.getImage(image).inspect();
      const used: string[] = [];
      const watched = watchEngine({
        ...engine,
        async connect() {
          const found = await engine.connect();
          const replacing = Object.create(found.client) as Docker;
          replacing.createContainer = async (options: ContainerCreateOptions) => {
            await commit("replaced", "LABEL mark=second");
            const container = await found.client.createContainer(options);
            used.push((await container.inspect()).Image);
            return container;
          };
          return { ...found, client: replacing };
        },
      });
      expect(await valueOf(watched.driver({ image }), "1")).toBe("1");
      expect(used.map(digestOf)).toEqual([digestOf(first)]);
      // The tag was in fact replaced.
      expect((await client.getImage(image).inspect()).Id).not.toBe(first);
    });
  });
}

async function valueOf(driver: SandboxDriver, code: string): Promise<string | undefined> {
  const runtime = await createSandboxRuntime({ driver });
  try {
    return (await runtime.run(code)).value;
  } finally {
    await runtime.close();
  }
}

/** Not every engine writes the algorithm before it. */
function digestOf(id: string): string {
  return id.replace("sha256:", "");
}

function uncover(options: ContainerCreateOptions): ContainerCreateOptions {
  const { "/data": _, ...Tmpfs } = { ...(options.HostConfig?.Tmpfs as Record<string, string>) };
  return { ...options, HostConfig: { ...options.HostConfig, Tmpfs } };
}
