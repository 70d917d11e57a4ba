// Which sandboxes run on this machine, as the command line lists and ends them. Other tests have theirs at the same time.
import { describe, expect, it } from "vitest";
import { endSandboxesOf, sandboxesOf } from "../src/drivers/container/running/engine-sandboxes.ts";
import { createSandboxRuntime } from "../src/index.ts";
import { collectEnds } from "./collect-ends.ts";
import { withEngine } from "./engines.ts";

for (const name of ["docker", "podman rootful"] as const) {
  await withEngine(name, (testEngine) => {
    describe(`on ${name}`, () => {
      it("lists a sandbox with its owner, and ends it without touching another", async () => {
        const { driver, ends } = collectEnds(testEngine.driver());
        await using runtime = await createSandboxRuntime({ driver });
        const engine = await testEngine.connect();
        try {
          const startedAfter = Date.now() - 60_000;
          await Promise.all(
            ["first", "second"].map((session) => runtime.run("x = 1", { session })),
          );
          const ours = async () =>
            (await sandboxesOf(engine)).filter(({ ownerPid }) => ownerPid === process.pid);
          const listed = await ours();
          expect(listed).toHaveLength(2);
          for (const sandbox of listed) {
            expect(sandbox).toMatchObject({
              engine: testEngine.name,
              image: expect.stringContaining("mcp-code-execution"),
              id: expect.stringMatching(/^[0-9a-f]{64}$/),
            });
            expect(sandbox.startedAt.getTime()).toBeGreaterThan(startedAfter);
          }
          const [ended, kept] = listed.map(({ id }) => id);
          expect(await endSandboxesOf(engine, [String(ended), "0".repeat(64)])).toBe(1);
          await expect.poll(async () => (await ours()).map(({ id }) => id)).toEqual([kept]);
          // Podman lists it no longer before its stream has ended: a run that starts in between is lost with it.
          await Promise.race(ends);
          const runs = ["first", "second"].map((session) => runtime.run("x", { session }));
          const statuses = (await Promise.all(runs)).map(({ status }) => status);
          expect(statuses.toSorted()).toEqual(["error", "ok"]);
        } finally {
          await engine.close();
        }
      });
    });
  });
}
