import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { EngineSearch } from "./engine.ts";
import { dockerContext } from "./docker-context.ts";
import { dockerHost } from "./docker-host.ts";
import { dockerSockets } from "./docker-sockets.ts";
import type { EnginePlaces } from "./engine-place.ts";

let home: string;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "docker-home-"));
});

afterEach(async () => {
  await rm(home, { recursive: true });
});

const search = (
  environment: EngineSearch["environment"] = {},
  platform: NodeJS.Platform = "linux",
): EngineSearch => ({
  platform,
  environment,
  homeDirectory: home,
  userId: platform === "win32" ? undefined : 1000,
  timeoutMs: 1000,
});

const addresses = (found: EnginePlaces): string[] => found.places.map(({ address }) => address);

/** The name of a context's folder. */
const id = (name: string): string => createHash("sha256").update(name).digest("hex");

async function writeContext(name: string, endpoint: object, folder: string): Promise<void> {
  const meta = join(folder, "contexts", "meta", id(name));
  await mkdir(meta, { recursive: true });
  await writeFile(
    join(meta, "meta.json"),
    JSON.stringify({ Name: name, Metadata: {}, Endpoints: { docker: endpoint } }),
  );
}

describe("DOCKER_HOST", () => {
  it.each([
    ["unix:///some/docker.sock", "unix:///some/docker.sock"],
    ["unix://", "unix:///var/run/docker.sock"],
    ["npipe:////./pipe/docker_engine", "npipe:////./pipe/docker_engine"],
    ["tcp://10.0.0.1:2375", "tcp://10.0.0.1:2375"],
    ["10.0.0.1:2375", "tcp://10.0.0.1:2375"],
    ["ssh://me@box:2222", "ssh://me@box:2222"],
  ])("%s is the one place to look", (value, address) => {
    const found = dockerHost(search({ DOCKER_HOST: value }));
    expect(addresses(found)).toEqual([address]);
    expect(found.final).toBe(true);
  });

  it("says where it is not set that it is not", () => {
    expect(dockerHost(search({ DOCKER_HOST: "" }))).toEqual({
      places: [],
      remark: "DOCKER_HOST is not set",
    });
  });

  it("takes certificates from DOCKER_CERT_PATH, else from the home directory", () => {
    const host = { DOCKER_HOST: "tcp://box:2376/", DOCKER_TLS_VERIFY: "1" };
    const named = dockerHost(search({ ...host, DOCKER_CERT_PATH: "/certificates of mine" }));
    expect(addresses(named)).toEqual(["tcp://box:2376?tls=%2Fcertificates+of+mine"]);
    const query = new URLSearchParams({ tls: join(home, ".docker") });
    expect(addresses(dockerHost(search(host)))).toEqual([`tcp://box:2376?${query.toString()}`]);
  });

  it("leaves the server unverified only where DOCKER_TLS asks for that", () => {
    const host = { DOCKER_HOST: "tcp://box:2376", DOCKER_CERT_PATH: "/c" };
    expect(addresses(dockerHost(search(host)))).toEqual(["tcp://box:2376?tls=%2Fc"]);
    expect(addresses(dockerHost(search({ ...host, DOCKER_TLS: "1" })))).toEqual([
      "tcp://box:2376?tls=%2Fc&verify=no",
    ]);
  });
});

describe("the docker context", () => {
  it("is the current one of ~/.docker/config.json, which is no order", async () => {
    const folder = join(home, ".docker");
    await writeContext("colima", { Host: "unix:///colima.sock" }, folder);
    await writeFile(join(folder, "config.json"), JSON.stringify({ currentContext: "colima" }));
    expect(await dockerContext(search())).toEqual({
      places: [{ origin: 'context "colima"', address: "unix:///colima.sock" }],
      final: false,
    });
  });

  it("is DOCKER_CONTEXT, of DOCKER_CONFIG, which is one", async () => {
    const folder = join(home, "elsewhere");
    await writeContext("work", { Host: "ssh://me@box" }, folder);
    const found = await dockerContext(search({ DOCKER_CONTEXT: "work", DOCKER_CONFIG: folder }));
    expect(addresses(found)).toEqual(["ssh://me@box"]);
    expect(found.final).toBe(true);
  });

  it("brings its certificates", async () => {
    const folder = join(home, ".docker");
    await writeContext("far", { Host: "tcp://box:2376" }, folder);
    const tls = join(folder, "contexts", "tls", id("far"), "docker");
    await mkdir(tls, { recursive: true });
    const found = await dockerContext(search({ DOCKER_CONTEXT: "far" }));
    expect(addresses(found)).toEqual([`tcp://box:2376?${new URLSearchParams({ tls }).toString()}`]);

    await writeContext("far", { Host: "tcp://box:2376", SkipTLSVerify: true }, folder);
    const unverified = await dockerContext(search({ DOCKER_CONTEXT: "far" }));
    expect(addresses(unverified)[0]).toMatch(/&verify=no$/);
  });

  it("is left to the sockets where it is the default one, unset or unreadable", async () => {
    expect(await dockerContext(search())).toEqual({ places: [] });
    expect(await dockerContext(search({ DOCKER_CONTEXT: "default" }))).toEqual({ places: [] });
    await mkdir(join(home, ".docker"));
    await writeFile(join(home, ".docker", "config.json"), "{ not JSON");
    expect(await dockerContext(search())).toEqual({ places: [] });
  });

  it.runIf(process.platform === "linux")(
    "is left to the sockets where its file is a pipe or has no end",
    async () => {
      const config = join(home, ".docker", "config.json");
      await mkdir(join(home, ".docker"));
      execFileSync("mkfifo", [config]);
      expect(await dockerContext(search())).toEqual({ places: [] });
      await rm(config);
      await symlink("/dev/zero", config);
      expect(await dockerContext(search())).toEqual({ places: [] });
      await rm(config);
      await writeFile(config, JSON.stringify({ a: "a".repeat(4 * 2 ** 20), currentContext: "x" }));
      expect(await dockerContext(search())).toEqual({ places: [] });
    },
  );

  it("says which file a context that is not there would be in", async () => {
    const { remark, final } = await dockerContext(search({ DOCKER_CONTEXT: "gone" }));
    expect(remark).toContain('context "gone"');
    expect(remark).toContain(join(id("gone"), "meta.json"));
    expect(final).toBe(true);
  });
});

describe("Docker's sockets", () => {
  it("are the system's, the rootless and Docker Desktop's on Linux", () => {
    const found = addresses(dockerSockets(search({ XDG_RUNTIME_DIR: "/run/user/7" })));
    expect(found.slice(0, 2)).toEqual([
      "unix:///var/run/docker.sock",
      "unix:///run/user/7/docker.sock",
    ]);
    expect(found).toContain(`unix://${home}/.docker/desktop/docker.sock`);
    expect(addresses(dockerSockets(search()))[1]).toBe("unix:///run/user/1000/docker.sock");
  });

  it("are those of Docker Desktop, Colima, Rancher Desktop and OrbStack on macOS", () => {
    const found = addresses(dockerSockets(search({}, "darwin")));
    for (const path of [".docker/run", ".colima/default", ".rd", ".orbstack/run"]) {
      expect(found).toContain(`unix://${home}/${path}/docker.sock`);
    }
    const moved = addresses(dockerSockets(search({ COLIMA_HOME: "/colima" }, "darwin")));
    expect(moved).toContain("unix:///colima/default/docker.sock");
  });

  it("are named pipes on Windows", () => {
    expect(addresses(dockerSockets(search({}, "win32")))[0]).toBe("npipe:////./pipe/docker_engine");
  });
});
