import { execFileSync, spawnSync } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { EngineSearch } from "./engine.ts";
import type { EnginePlaces } from "./engine-place.ts";
import { podmanConnection, podmanMachine } from "./podman-connections.ts";
import { podmanHost } from "./podman-host.ts";
import { podmanSockets } from "./podman-sockets.ts";

let home: string;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "podman-home-"));
});

afterEach(async () => {
  await rm(home, { recursive: true });
});

const search = (
  environment: EngineSearch["environment"] = {},
  platform: NodeJS.Platform = "linux",
  userId: number | undefined = 1000,
): EngineSearch => ({ platform, environment, homeDirectory: home, userId, timeoutMs: 20_000 });

const addresses = (found: EnginePlaces): string[] => found.places.map(({ address }) => address);

describe("CONTAINER_HOST", () => {
  it.each([
    ["unix:///run/podman/podman.sock", "unix:///run/podman/podman.sock"],
    ["tcp://localhost:8080", "tcp://localhost:8080"],
    ["ssh://me@box/run/podman/podman.sock?secure=true", "ssh://me@box/run/podman/podman.sock"],
  ])("%s is the one place to look", (value, address) => {
    const found = podmanHost(search({ CONTAINER_HOST: value }));
    expect(addresses(found)).toEqual([address]);
    expect(found.final).toBe(true);
  });

  it("takes its key from CONTAINER_SSHKEY", () => {
    const environment = { CONTAINER_HOST: "ssh://me@box/p.sock", CONTAINER_SSHKEY: "/my key" };
    expect(addresses(podmanHost(search(environment)))).toEqual([
      "ssh://me@box/p.sock?identity=%2Fmy+key",
    ]);
  });
});

describe("Podman's sockets", () => {
  it("are the user's, then the system's on Linux", async () => {
    const found = await podmanSockets(search({ XDG_RUNTIME_DIR: "/run/user/1000" }));
    expect(addresses(found)).toEqual([
      "unix:///run/user/1000/podman/podman.sock",
      "unix:///run/podman/podman.sock",
    ]);
  });

  it("are the system's alone for root", async () => {
    expect(addresses(await podmanSockets(search({}, "linux", 0)))).toEqual([
      "unix:///run/podman/podman.sock",
    ]);
  });

  // The sockets' paths are those of POSIX, which a folder of Windows has no part in.
  it.skipIf(process.platform === "win32")("are those of its machines on macOS", async () => {
    const machines = join(home, ".local/share/containers/podman/machine");
    const forwarded = join(home, "T", "podman");
    await mkdir(join(machines, "podman-machine-default"), { recursive: true });
    await mkdir(forwarded, { recursive: true });
    await writeFile(join(forwarded, "podman-machine-default-api.sock"), "");
    await writeFile(join(forwarded, "podman-machine-default.log"), "");
    const found = await podmanSockets(search({ TMPDIR: join(home, "T") }, "darwin", 501));
    expect(addresses(found)).toEqual([
      `unix://${forwarded}/podman-machine-default-api.sock`,
      `unix://${machines}/podman-machine-default/podman.sock`,
    ]);
  });

  it("say on macOS where there is no machine", async () => {
    expect(await podmanSockets(search({}, "darwin", 501))).toEqual({
      places: [],
      remark: "no Podman machine has a socket",
    });
  });

  it("are a named pipe on Windows", async () => {
    expect(addresses(await podmanSockets(search({}, "win32")))).toEqual([
      "npipe:////./pipe/podman-machine-default",
    ]);
  });
});

/** Podman's own files are then in the temporary home directory. */
const environment = (more: Record<string, string> = {}): EngineSearch["environment"] => ({
  PATH: process.env["PATH"],
  HOME: home,
  XDG_RUNTIME_DIR: home,
  ...more,
});

function addConnection(...words: string[]): void {
  const env = environment() as NodeJS.ProcessEnv;
  execFileSync("podman", ["system", "connection", "add", ...words], { env });
}

const hasPodman = spawnSync("podman", ["--version"]).status === 0;
if (!hasPodman) console.error("SKIPPED: Podman's connections, since there is no podman here.");

describe.skipIf(!hasPodman)("Podman's connections", () => {
  beforeEach(() => {
    addConnection("near", "tcp://127.0.0.1:8080");
    addConnection(
      "far",
      "--identity",
      "/key",
      "ssh://me@127.0.0.1:2222/run/user/501/podman/podman.sock",
    );
  });

  it("count on Linux only where CONTAINER_CONNECTION names one, as for podman itself", async () => {
    expect(await podmanConnection(search(environment()))).toEqual({ places: [] });
    const named = await podmanConnection(search(environment({ CONTAINER_CONNECTION: "far" })));
    expect(addresses(named)).toEqual([
      "ssh://me@127.0.0.1:2222/run/user/501/podman/podman.sock?identity=%2Fkey",
    ]);
    expect(named.final).toBe(true);
  });

  it("give the default one on macOS", async () => {
    const found = await podmanConnection(search(environment(), "darwin"));
    expect(found.places).toEqual([
      { origin: 'connection "near"', address: "tcp://127.0.0.1:8080" },
    ]);
    expect(await podmanMachine(search(environment(), "darwin"))).toEqual({ places: [] });
  });

  it("say where the named one is not there", async () => {
    const missing = await podmanConnection(search(environment({ CONTAINER_CONNECTION: "gone" })));
    expect(missing.places).toEqual([]);
    expect(missing.remark).toContain('"gone"');
  });
});

describe.runIf(process.platform === "linux")("a podman that lists connections", () => {
  // Windows would run one that lies there, put there by whoever may write to it.
  it("is not looked for in the working directory on Windows", async () => {
    const script = `#!/bin/sh\necho '[{"Name": "'"$PWD"'", "URI": "tcp://127.0.0.1:1", "Default": true}]'\n`;
    await writeFile(join(home, "podman"), script, { mode: 0o755 });
    const PATH = `${home}:${process.env["PATH"]}`;
    const { places } = await podmanConnection(search(environment({ PATH }), "win32"));
    expect(places.map(({ origin }) => origin)).toEqual([
      `connection ${JSON.stringify(dirname(process.execPath))}`,
    ]);
  });

  // As where a file of its own is a pipe or has no end.
  it.each(["exec sleep 30", "exec cat /dev/zero"])("is not waited for: %s", async (script) => {
    await writeFile(join(home, "podman"), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    const PATH = `${home}:${process.env["PATH"]}`;
    const begun = performance.now();
    const where = search(environment({ PATH, CONTAINER_CONNECTION: "near" }));
    expect((await podmanConnection({ ...where, timeoutMs: 1_000 })).places).toEqual([]);
    expect(performance.now() - begun).toBeLessThan(10_000);
  });
});
