// An engine that answers every question and starts nothing: `auto` takes the next runtime, and a named one is an error.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createSandboxRuntime } from "@mcp-code-execution/sandbox-runtime";
import { startEngineProxy, type EngineProxy } from "../container/engine-proxy.ts";
import { withEngine } from "../engines.ts";
import { hostile } from "./hostile-case.ts";

const engines = { podman: "TEST_PODMAN_ROOTFUL_HOST", docker: "TEST_DOCKER_HOST" } as const;
const usual = { podman: "/run/podman/podman.sock", docker: "/var/run/docker.sock" } as const;
const variables = { podman: "CONTAINER_HOST", docker: "DOCKER_HOST" } as const;
const startupTimeoutMs = 20_000;

function answer(asked: string): "no answer" | undefined {
  return asked.startsWith("POST") && asked.includes("/containers/create") ? "no answer" : undefined;
}

await withEngine("podman rootful", async () => {
  await withEngine("docker", () => {
    describe("an engine that starts nothing", { timeout: 120_000 }, () => {
      let folder: string;
      const proxies: EngineProxy[] = [];
      const before = { ...process.env };
      const socketOf = (name: keyof typeof engines): string =>
        before[engines[name]]?.replace("unix://", "") ?? usual[name];
      beforeAll(async () => {
        folder = await mkdtemp(join(tmpdir(), "silent-"));
        process.env["DOCKER_HOST"] = `unix://${socketOf("docker")}`;
        await silence("podman");
      });
      afterAll(async () => {
        for (const name of Object.values(variables)) {
          if (before[name] === undefined) delete process.env[name];
          else process.env[name] = before[name];
        }
        for (const proxy of proxies) await proxy.close();
        await rm(folder, { recursive: true });
      });

      async function silence(name: keyof typeof engines): Promise<void> {
        const socket = join(folder, `${name}.sock`);
        proxies.push(await startEngineProxy(socket, socketOf(name), { answer }));
        process.env[variables[name]] = `unix://${socket}`;
      }

      const found = {
        id: "9.silent-engine",
        name: "an engine that answers and starts nothing",
        protection: "the first start decides, within the start-up time-out",
        checked: "mutation",
      };
      it(`[${found.id}] ${found.name}`, hostile("host", found), async () => {
        const said: string[] = [];
        await using runtime = await createSandboxRuntime({
          runtime: "auto",
          startupTimeoutMs,
          warm: 1,
          onStatus: (status) => said.push(status),
        });
        expect(runtime.name).toBe("podman");
        const startedAt = performance.now();
        const outcomes = await Promise.all(
          ["one", "two"].map((session) => runtime.run("1 + 1", { session })),
        );
        expect(performance.now() - startedAt).toBeLessThan(startupTimeoutMs);
        expect(outcomes.map(({ value }) => value)).toEqual(["2", "2"]);
        expect(outcomes.flatMap(({ notices }) => notices)).toEqual([
          expect.stringMatching(
            /^This is the docker runtime: podman is here and did not start a sandbox: The podman sandbox was not ready after 10 s\. Of these, (9\.\d|10) s went into creating the container, which had not ended\./,
          ),
        ]);
        expect(runtime.name).toBe("docker");
        expect(runtime.reason).toMatch(/podman is here and did not start .*; docker is ready$/);
        expect(said).toEqual([`the runtime is docker now (${runtime.reason})`]);
        expect((await runtime.run("2 + 2")).notices).toEqual([]);
      });

      it("is an error where it is named", async () => {
        await using runtime = await createSandboxRuntime({
          runtime: "podman",
          startupTimeoutMs: 3_000,
        });
        await expect(runtime.run("1")).rejects.toMatchObject({
          code: "start-failed",
          message: expect.stringMatching(
            /^The podman sandbox was not ready after 3 s\. Of these, (2\.\d|3) s went into creating the container/,
          ),
        });
      });

      it("that answers each question late has the time of one start for all of them", async () => {
        const socket = join(folder, "late.sock");
        proxies.push(await startEngineProxy(socket, socketOf("docker"), { answer: () => "late" }));
        process.env["DOCKER_HOST"] = `unix://${socket}`;
        await using runtime = await createSandboxRuntime({
          runtime: "docker",
          // More than the two answers take by which it is found, and less than those of a start.
          startupTimeoutMs: 6_000,
        });
        const begun = performance.now();
        await expect(runtime.run("1")).rejects.toMatchObject({
          code: "start-failed",
          message: expect.stringMatching(
            /^The docker sandbox was not ready after 6 s\. Of these, 2/,
          ),
        });
        expect(performance.now() - begun).toBeLessThan(8_000);
      });

      it("leaves the embedded runtime, where there is no other engine", async () => {
        await silence("docker");
        await using runtime = await createSandboxRuntime({ runtime: "auto", startupTimeoutMs });
        const { value, notices } = await runtime.run("import sys; sys.platform");
        expect(value).toBe("'emscripten'");
        expect(notices.join()).toMatch(
          /This is the embedded runtime: docker is here and did not start a sandbox/,
        );
        expect(runtime.reason).toMatch(/podman is here and did not.*docker is here and did not/);
      });
    });
  });
});
