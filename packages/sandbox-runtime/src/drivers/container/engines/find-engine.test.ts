import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer as createHttpServer } from "node:http";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { EngineSearch } from "./engine.ts";
import { findEngine } from "./find-engine.ts";

// What a server listens on is a pipe there, and lies in no folder.
const isWindows = process.platform === "win32";
let home: string;
const servers: Server[] = [];

beforeEach(async () => {
  // A socket has a path of 104 bytes at most on macOS, whose folder for temporary files is half of that.
  home = await mkdtemp(join(isWindows ? tmpdir() : "/tmp", "find-"));
});

afterEach(async () => {
  for (const server of servers.splice(0)) server.close();
  await rm(home, { recursive: true });
});

const search = (more: Partial<EngineSearch> = {}): EngineSearch => ({
  // Nothing of this machine is found there, whatever runs on it.
  platform: "darwin",
  environment: {},
  homeDirectory: home,
  userId: 501,
  timeoutMs: 5000,
  ...more,
});

async function serve(server: Server, name = "engine.sock"): Promise<string> {
  const path = isWindows ? `//./pipe/${basename(home)}-${basename(name)}` : join(home, name);
  servers.push(server);
  await new Promise<void>((resolve) => {
    server.listen(path, resolve);
  });
  return `${isWindows ? "npipe" : "unix"}://${path}`;
}

const dockerVersion = { Components: [{ Name: "Engine", Version: "28.2.2" }] };
const podmanOf = (Version: string) => ({ Components: [{ Name: "Podman Engine", Version }] });
const podmanVersion = podmanOf("5.4.2-rhel");
const dockerInfo = {
  SecurityOptions: ["name=seccomp,profile=builtin"],
  CgroupVersion: "2",
  MemoryLimit: true,
  PidsLimit: true,
  CpuCfsQuota: true,
};
const podmanInfo = (rootless: boolean, cgroupVersion: string, ...cgroupControllers: string[]) => ({
  host: { cgroupVersion, cgroupControllers, security: { rootless } },
});

/** Answers what an engine of that kind answers about itself. */
function engineThatSays(replies: Record<string, unknown>): Server {
  return createHttpServer((request, response) => {
    const reply = replies[request.url ?? ""];
    response.statusCode = reply === undefined ? 404 : 200;
    response.setHeader("Content-Type", "application/json");
    response.end(JSON.stringify(reply ?? { message: "page not found" }));
  });
}

const all = { memory: true, pids: true, cpus: true };
const none = { memory: false, pids: false, cpus: false };

describe("what an engine can enforce", () => {
  it.each([
    ["everything", dockerInfo, false, all],
    ["what cgroups give", { ...dockerInfo, PidsLimit: false }, false, { ...all, pids: false }],
    ["the same rootless", { ...dockerInfo, SecurityOptions: ["name=rootless"] }, true, all],
    [
      "nothing rootless on cgroups v1",
      { ...dockerInfo, SecurityOptions: ["name=rootless"], CgroupVersion: "1" },
      true,
      none,
    ],
  ])("is with Docker %s", async (_, info, rootless, enforces) => {
    const address = await serve(engineThatSays({ "/version": dockerVersion, "/info": info }));
    const engine = await findEngine("docker", search({ environment: { DOCKER_HOST: address } }));
    expect(engine).toMatchObject({ name: "docker", address, rootless, enforces });
    await engine.close();
  });

  it.each([
    ["everything", podmanInfo(false, "v1", "cpu", "memory", "pids"), false, all],
    [
      "what is delegated to the user",
      podmanInfo(true, "v2", "memory", "pids"),
      true,
      { ...all, cpus: false },
    ],
    ["nothing rootless on cgroups v1", podmanInfo(true, "v1", "memory", "pids"), true, none],
  ])("is with Podman %s", async (_, info, rootless, enforces) => {
    // Its /info is the one shared with Docker, and claims what a rootless Podman does not do.
    const replies = { "/version": podmanVersion, "/info": dockerInfo, "/v5.4.2/libpod/info": info };
    const address = await serve(engineThatSays(replies));
    const environment = { CONTAINER_HOST: address };
    const engine = await findEngine("podman", search({ environment }));
    expect(engine).toMatchObject({ name: "podman", address, rootless, enforces });
    await engine.close();
  });
});

const docker = (): Server => engineThatSays({ "/version": dockerVersion, "/info": dockerInfo });

describe("which engine is taken", () => {
  it("is the one that DOCKER_HOST names or none", async () => {
    await mkdir(join(home, ".rd"));
    await serve(docker(), ".rd/docker.sock");
    const environment = { DOCKER_HOST: `unix://${home}/gone.sock` };
    const found = findEngine("docker", search({ environment }));
    await expect(found).rejects.toMatchObject({
      name: "SandboxError",
      code: "runtime-unavailable",
      message: expect.stringContaining(`DOCKER_HOST=unix://${home}/gone.sock: no such file`),
    });
    await expect(found).rejects.toThrow("the environment names this one");
  });

  it.skipIf(isWindows)("is the next that answers where a socket is dead", async () => {
    const machines = join(home, ".local/share/containers/podman/machine");
    await mkdir(join(machines, "b"), { recursive: true });
    await mkdir(join(machines, "a"));
    await writeFile(join(machines, "a", "podman.sock"), "no socket");
    const info = { "/v5.4.2/libpod/info": podmanInfo(true, "v2", "cpu", "memory", "pids") };
    const podman = engineThatSays({ "/version": podmanVersion, ...info });
    const address = await serve(podman, ".local/share/containers/podman/machine/b/podman.sock");
    const engine = await findEngine("podman", search());
    expect(engine.address).toBe(address);
    await engine.close();
  });

  it("is no Podman that cannot keep its settings' variables out of a container", async () => {
    for (const version of ["3.4.4", "4.1.1-dev"]) {
      const address = await serve(
        engineThatSays({ "/version": podmanOf(version) }),
        `${version}.sock`,
      );
      await expect(
        findEngine("podman", search({ environment: { CONTAINER_HOST: address } })),
      ).rejects.toThrow(`this is Podman ${version}, and sandboxes need 4.2 or later`);
    }
    const info = { "/v4.2.0/libpod/info": podmanInfo(true, "v2") };
    const address = await serve(engineThatSays({ "/version": podmanOf("4.2.0"), ...info }));
    const first = await findEngine("podman", search({ environment: { CONTAINER_HOST: address } }));
    await first.close();
  });

  it("may be Podman behind Docker's socket, and says so", async () => {
    const info = { "/v5.4.2/libpod/info": podmanInfo(false, "v2", "cpu", "memory", "pids") };
    const address = await serve(engineThatSays({ "/version": podmanVersion, ...info }));
    const engine = await findEngine("docker", search({ environment: { DOCKER_HOST: address } }));
    expect(engine.name).toBe("podman");
    await engine.close();
  });

  it("is no Docker where Podman was asked for", async () => {
    const environment = { CONTAINER_HOST: await serve(docker()) };
    await expect(findEngine("podman", search({ environment }))).rejects.toThrow(
      "this is Docker, not Podman",
    );
  });

  it("is none that keeps silent", async () => {
    const address = await serve(createServer());
    const environment = { DOCKER_HOST: address };
    await expect(findEngine("docker", search({ environment, timeoutMs: 200 }))).rejects.toThrow(
      "no answer within 0.2 s",
    );
  });
});
