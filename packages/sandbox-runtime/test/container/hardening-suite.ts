import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ContainerInspectInfo } from "dockerode";
import { createSandboxRuntime, type SandboxRuntime } from "@mcp-code-execution/sandbox-runtime";
import type { Engine } from "../../src/drivers/container/engines/engine.ts";
import { ociRuntime, type TestEngine } from "../engines.ts";
import { watchEngine } from "./watch-engine.ts";

const megabyte = 1024 * 1024;

/** What the engine itself says of the container. */
export function testHardening(engine: TestEngine): void {
  describe("as the engine sees it, a container", () => {
    let runtime: SandboxRuntime;
    let found: ContainerInspectInfo;
    let facts: Engine;
    let asked: string;
    beforeAll(async () => {
      facts = await engine.connect();
      asked = facts.onlyOciRuntime ?? ociRuntime ?? "runc";
      const watched = watchEngine(engine);
      runtime = await createSandboxRuntime({
        driver: watched.driver({ cpus: 1.5, user: "1234:5678", ociRuntime: asked }),
        memoryLimitBytes: 100 * megabyte,
        pidsLimit: 77,
      });
      await runtime.run("1");
      found = (await watched.containers())[0] as ContainerInspectInfo;
    });
    afterAll(async () => {
      await runtime.close();
      await facts.close();
    });

    it("has no network, no capability, no privilege and a read-only root", () => {
      expect(found.HostConfig).toMatchObject({
        NetworkMode: "none",
        ReadonlyRootfs: true,
        Privileged: false,
      });
      // Podman says something else of what it made, and /dev/shm is tried from inside.
      if (engine.name === "docker") expect(found.HostConfig.IpcMode).toBe("none");
      expect(found.HostConfig.SecurityOpt).toContain("no-new-privileges");
      // Podman names what it dropped one by one.
      expect(found.HostConfig.CapDrop?.length).toBeGreaterThan(0);
      expect(found.HostConfig.CapAdd ?? []).toEqual([]);
    });

    it("has the user, the runtime and the limits of its settings", () => {
      expect(found.Config.User).toBe("1234:5678");
      const { Runtime = asked } = found.HostConfig as { Runtime?: string };
      // Podman says "oci" of each.
      expect([asked, "oci"]).toContain(Runtime);
      const { memory, pids, cpus } = facts.enforces;
      if (memory) {
        expect(found.HostConfig.Memory).toBe(100 * megabyte);
        expect(found.HostConfig.MemorySwap).toBe(100 * megabyte);
      }
      if (pids) expect(found.HostConfig.PidsLimit).toBe(77);
      const { NanoCpus = 0, CpuQuota = 0, CpuPeriod = 0 } = found.HostConfig;
      if (cpus) expect(NanoCpus / 1e9 || CpuQuota / CpuPeriod).toBe(1.5);
    });

    it("has two folders to write to, both in memory, and nothing of the host", () => {
      const tmpfs = found.HostConfig.Tmpfs as Record<string, string>;
      for (const folder of ["/tmp", "/workspace"]) {
        for (const option of ["rw", "noexec", "nosuid", "nodev", `size=${25 * megabyte}`]) {
          expect(tmpfs[folder]?.split(","), folder).toContain(option);
        }
      }
      for (const [folder, options] of Object.entries(tmpfs)) {
        if (folder !== "/tmp" && folder !== "/workspace") expect(options).toMatch(/^ro\b|,ro\b/);
      }
      expect(found.HostConfig.Binds ?? []).toEqual([]);
      expect(found.HostConfig.Devices ?? []).toEqual([]);
      expect(found.Mounts.filter(({ Type }) => Type !== "tmpfs")).toEqual([]);
    });

    it("takes nothing from the host's environment and leaves nothing on its disk", () => {
      const names = found.Config.Env.map((entry) => entry.split("=")[0]);
      const own = [
        "HOME",
        "TMPDIR",
        "LANG",
        "PYTHONDONTWRITEBYTECODE",
        "NVIDIA_VISIBLE_DEVICES",
        "USER",
      ];
      const known = new Set<unknown>([...own, "PATH", "HOSTNAME", "TERM", "container"]);
      expect(names.filter((name) => !known.has(name))).toEqual([]);
      expect(found.HostConfig.LogConfig?.Type).toBe("none");
      expect(found.HostConfig.AutoRemove).toBe(true);
      expect(found.HostConfig.RestartPolicy?.Name || "no").toBe("no");
      expect(
        (found.Config as { Healthcheck?: { Test?: string[] } }).Healthcheck?.Test ?? ["NONE"],
      ).toEqual(["NONE"]);
      expect(found.Config.Hostname).toBe("sandbox");
    });

    it("names the process that it belongs to", () => {
      expect(found.Config.Labels).toMatchObject({
        "mcp-code-execution.sandbox": "1",
        "mcp-code-execution.name": found.Name.replace(/^\//, ""),
        "mcp-code-execution.pid": String(process.pid),
        "mcp-code-execution.host": expect.stringMatching(/\S/),
      });
    });

    it("runs as the user of its settings, who may write to both folders", async () => {
      const outcome = await runtime.run(
        "import os\nfor f in '/tmp', '/workspace': open(f + '/own', 'w').close()\nos.getuid(), os.getgid(), os.getgroups()",
      );
      expect(outcome.value).toMatch(/^\(1234, 5678, \[(5678)?\]\)$/);
    });

    it("says it where the engine does not give the OCI runtime that was asked for", async () => {
      const other = await createSandboxRuntime({
        driver: watchEngine(engine).driver({ ociRuntime: "no-such-runtime" }),
      });
      await expect(other.run("1")).rejects.toMatchObject({
        code: "start-failed",
        message: expect.stringMatching(
          engine.name === "docker"
            ? /no-such-runtime\. .* MCP_BRIDGE_OCI_RUNTIME names the one to use\.$/
            : /^Podman runs every container with .* runtime = "no-such-runtime" below \[engine\]/,
        ),
      });
      await other.close();
    });
  });
}
