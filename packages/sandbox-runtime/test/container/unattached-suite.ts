import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { localImage } from "../../src/drivers/container/images/choose-image.ts";
import { readBootstrap } from "../../src/kernel-bundle.ts";
import type { TestEngine } from "../engines.ts";
import { watchEngine, type WatchedEngine } from "./watch-engine.ts";

/** It waits a minute for its host, so it starts before `suites`, which take as long, and its end is looked for after them. */
export function testUnattached(engine: TestEngine, suites: () => void): void {
  const watched = watchEngine(engine);
  let neverAttached: string | undefined;
  beforeAll(async () => {
    neverAttached = await startUnattached(watched);
  });
  afterAll(async () => {
    if (neverAttached === undefined) return;
    const client = await watched.client();
    await client
      .getContainer(neverAttached)
      .remove({ force: true })
      .catch(() => {});
  });

  suites();

  describe("no container remains", () => {
    it("where nobody attached to one that was started", { timeout: 120_000 }, async () => {
      const client = await watched.client();
      const state = async (): Promise<unknown> =>
        client
          .getContainer(String(neverAttached))
          .inspect()
          .then(
            ({ State }) => State.Status,
            (error: { statusCode?: number }) => error.statusCode,
          );
      await expect.poll(state, { timeout: 100_000, interval: 500 }).toBe(404);
    });
  });
}

async function startUnattached(watched: WatchedEngine): Promise<string> {
  const client = await watched.client();
  const container = await client.createContainer({
    Image: (await localImage(client))?.name ?? "",
    Entrypoint: ["python3", "-I", "-c", readBootstrap()],
    OpenStdin: true,
    StdinOnce: true,
    HostConfig: { NetworkMode: "none", AutoRemove: true },
  });
  await container.start();
  return container.id;
}
