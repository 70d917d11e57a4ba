import { createServer } from "node:net";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import type Docker from "dockerode";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createSandboxRuntime, type RunOutcome } from "@mcp-code-execution/sandbox-runtime";
import { localImage } from "../../src/drivers/container/images/choose-image.ts";
import type { TestEngine } from "../engines.ts";
import { watchEngine, type WatchedEngine } from "./watch-engine.ts";

const odd = `mcp-test-odd-${process.pid}`;
const empty = `mcp-test-empty-${process.pid}`;

export function testImages(engine: TestEngine): void {
  describe("an image", () => {
    let watched: WatchedEngine;
    let client: Docker;
    beforeAll(async () => {
      watched = watchEngine(engine);
      client = await watched.client();
      await commitOddImage(client);
      // Two blocks of zeros are an archive without files.
      await drain(
        await client.importImage(Readable.from([Buffer.alloc(1024)]), {
          repo: empty,
          tag: "latest",
        }),
      );
    });
    afterAll(async () => {
      for (const name of [odd, empty]) {
        await client
          .getImage(`${name}:latest`)
          .remove({ force: true })
          .catch(() => {});
      }
    });

    async function runIn(
      image: string,
      code: string,
      startupTimeoutMs = 60_000,
    ): Promise<RunOutcome> {
      const runtime = await createSandboxRuntime({
        driver: watched.driver({ image, startupTimeoutMs }),
        startupTimeoutMs,
      });
      try {
        return await runtime.run(code);
      } finally {
        await runtime.close();
      }
    }

    it("may have its own entry point, user, volumes, variables, check and a /workspace of root's", async () => {
      const before = await volumesOf(client);
      const { value, error } = await runIn(
        `${odd}:latest`,
        "import os\ndef writes(folder):\n  try: open(folder + '/own', 'w').close()\n  except OSError: return False\n  return True\nos.getuid(), os.getcwd(), [f for f in ('/workspace', '/tmp', '/data', '/opt') if writes(f)]",
      );
      expect(error).toBeUndefined();
      // Never root, nor one that images have; of its own where the engine does not limit processes.
      expect(value).toMatch(
        /^\((65534|[2-5]\d{4}|2\d{9}), '\/workspace', \['\/workspace', '\/tmp'\]\)$/,
      );
      expect(await volumesOf(client)).toEqual(before);
    });

    it("without python3 is named, with what to do", async () => {
      await expect(runIn(`${empty}:latest`, "1")).rejects.toMatchObject({
        code: "start-failed",
        message: expect.stringMatching(
          /mcp-test-empty.* has no python3 .*MCP_BRIDGE_IMAGE.*image build/,
        ),
      });
      expect(await watched.containers()).toEqual([]);
    });

    it("that cannot be pulled is named, with what to do", async () => {
      await expect(runIn("127.0.0.1:9/no/such-image:latest", "1")).rejects.toMatchObject({
        code: "start-failed",
        message: expect.stringMatching(
          new RegExp(
            `cannot be pulled.*\`${engine.name} pull 127.0.0.1:9/no/such-image:latest\`.*MCP_BRIDGE_IMAGE`,
            "s",
          ),
        ),
      });
    });

    it(
      "that comes too slowly ends with the start-up time-out, and how to pull it beforehand",
      { timeout: 120_000 },
      async () => {
        const registry = createServer((socket) => void socket.on("error", () => {})).listen(
          0,
          "127.0.0.1",
        );
        await once(registry, "listening");
        const image = `127.0.0.1:${(registry.address() as AddressInfo).port}/slow/image:latest`;
        const endIn = (seconds: number): Promise<unknown> =>
          runIn(image, "1", seconds * 1000).catch((error: unknown) => error);
        try {
          let seconds = 6;
          let end = await endIn(seconds);
          // A busy engine may take all of a short time to say that it does not have the image.
          while (String(end).includes("was not ready after") && seconds < 30) {
            seconds += 12;
            end = await endIn(seconds);
          }
          expect(end).toMatchObject({
            code: "start-failed",
            message: expect.stringMatching(
              new RegExp(
                `not pulled within ${seconds} s.*\`${engine.name} pull ${image}\`.*MCP_BRIDGE_STARTUP_TIMEOUT`,
              ),
            ),
          });
        } finally {
          registry.close();
        }
      },
    );
  });
}

async function volumesOf(client: Docker): Promise<string[]> {
  const { Volumes } = await client.listVolumes();
  return (Volumes ?? []).map(({ Name }) => Name).toSorted();
}

async function commitOddImage(client: Docker): Promise<void> {
  const base = await localImage(client);
  const container = await client.createContainer({
    Image: base?.name ?? "",
    Entrypoint: ["sh", "-c", "chmod 0755 /workspace && mkdir -m 1777 /data && chmod 1777 /opt"],
    Cmd: [],
    User: "0:0",
    WorkingDir: "/",
    HostConfig: { NetworkMode: "none" },
  });
  try {
    const ended = container.wait({ condition: "next-exit" });
    await container.start();
    expect((await ended).StatusCode).toBe(0);
    await commit(container, {
      repo: odd,
      tag: "latest",
      changes: [
        "VOLUME /data",
        "ENV PYTHONHOME=/nowhere",
        "ENV LANG=tr_TR",
        "USER 1234",
        'ENTRYPOINT ["/bin/false"]',
        "WORKDIR /nowhere",
        "EXPOSE 80",
      ].join("\n"),
    });
  } finally {
    await container.remove({ force: true });
  }
}

/** Podman 4.3 may answer a commit with an error of its own storage while it reads its configuration again. */
async function commit(container: Docker.Container, options: object): Promise<void> {
  try {
    await container.commit(options);
  } catch (error) {
    if ((error as { statusCode?: number }).statusCode !== 500) throw error;
    await container.commit(options);
  }
}

async function drain(stream: NodeJS.ReadableStream): Promise<void> {
  stream.resume();
  await once(stream, "end");
}
