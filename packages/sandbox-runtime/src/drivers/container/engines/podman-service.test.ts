import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { EngineSearch } from "./engine.ts";
import { connectEngine } from "./connect-engine.ts";
import { startPodmanService } from "./podman-service.ts";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "service-"));
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

const search = (environment: EngineSearch["environment"] = {}): EngineSearch => ({
  platform: "linux",
  // The runtime directory stays: Podman keeps its own state there.
  environment: { ...process.env, ...environment },
  homeDirectory: homedir(),
  userId: process.getuid?.(),
  timeoutMs: 30_000,
});

const hasPodman = process.platform === "linux" && spawnSync("podman", ["--version"]).status === 0;
if (!hasPodman) console.error("SKIPPED: Podman's private service, since there is no podman here.");

describe.skipIf(!hasPodman)("a Podman service of our own", () => {
  it("answers on a socket that others cannot reach, and leaves nothing when it is closed", async () => {
    const engine = await startPodmanService(search());
    const socketFolder = dirname(engine.address.replace("unix://", ""));
    expect(engine.name).toBe("podman");
    expect(engine.service?.pid).toBeGreaterThan(0);
    expect(spawnSync("stat", ["-c", "%a", socketFolder]).stdout.toString().trim()).toBe("700");
    expect(await readdir(socketFolder)).toEqual(["api.sock"]);

    const again = await connectEngine("podman", engine.address);
    expect(String(await again.ping())).toBe("OK");

    await engine.close();
    expect(existsSync(socketFolder)).toBe(false);
    expect(() => process.kill(engine.service?.pid ?? 0, 0)).toThrow(/ESRCH/);
    await engine.close();
  });

  it("is started where the variables are empty that name another", async () => {
    const empty = { CONTAINER_HOST: "", CONTAINER_CONNECTION: "" };
    const engine = await startPodmanService(search(empty));
    expect(String(await engine.client.ping())).toBe("OK");
    await engine.close();
  });

  it("says where Podman is set to be a client alone", async () => {
    const settings = join(folder, "containers.conf");
    await writeFile(settings, "[engine]\nremote = true\n");
    await expect(startPodmanService(search({ CONTAINERS_CONF: settings }))).rejects.toThrow(
      "`remote = true` in containers.conf",
    );
  });

  it("says what Podman said where it does not start", async () => {
    const start = startPodmanService(
      search({ CONTAINERS_CONF: "/etc/passwd", XDG_RUNTIME_DIR: undefined, TMPDIR: folder }),
    );
    await expect(start).rejects.toThrow(/\/etc\/passwd/);
    expect(await readdir(folder)).toEqual([]);
  });

  it("says that there is no podman", async () => {
    const environment = { PATH: folder, XDG_RUNTIME_DIR: undefined, TMPDIR: folder };
    await expect(startPodmanService(search(environment))).rejects.toThrow(
      "there is no `podman` on the PATH",
    );
    expect(await readdir(folder)).toEqual([]);
  });
});

it("clears away the empty folder of a service that outlived its host", async () => {
  const left = join(folder, "mcp-podman-abcdef");
  const recent = join(folder, "mcp-podman-ghijkl");
  await mkdir(left);
  await mkdir(recent);
  await utimes(left, 0, 0);
  const environment = { PATH: folder, XDG_RUNTIME_DIR: undefined, TMPDIR: folder };
  await expect(startPodmanService(search(environment))).rejects.toThrow("PATH");
  expect(await readdir(folder)).toEqual(["mcp-podman-ghijkl"]);
});
