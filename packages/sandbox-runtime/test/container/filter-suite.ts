// Sandboxes whose kernel cannot have its filter of system calls: none of them may start.
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ContainerCreateOptions } from "dockerode";
import { describe, expect, it } from "vitest";
import { createSandboxRuntime } from "@mcp-code-execution/sandbox-runtime";
import type { EngineName, TestEngine } from "../engines.ts";
import { hostile } from "../hostile/hostile-case.ts";
import { watchEngine } from "./watch-engine.ts";

const setFilter = 22;
const EPERM = 1;
const EINVAL = 22;

export function testFilter(name: EngineName, engine: TestEngine): void {
  const found = {
    id: "1.missing-filter",
    name: "a kernel that takes no filter of system calls",
    protection: "what the kernel answers is looked at, and a sandbox without its filter ends",
    checked: "mutation",
  };
  describe("without a filter of system calls, a sandbox does not start", () => {
    it(`[${found.id}] where the kernel takes none`, hostile(name, found), async () => {
      // So answers a kernel that was built without filters.
      const prctl = {
        names: ["prctl"],
        errnoRet: EINVAL,
        args: [{ index: 0, value: setFilter, op: "SCMP_CMP_EQ" }],
      };
      await expect(startRefusing([prctl])).rejects.toMatchObject({
        code: "start-failed",
        message: expect.stringContaining(
          "does not start without its filter of system calls: the kernel takes no filters (Invalid argument).",
        ),
      });
    });

    it("where the machine is one whose numbers are not known", async () => {
      const start = startWith((options) => ({
        ...options,
        Entrypoint: ["setarch", "linux32", ...(options.Entrypoint as string[])],
      }));
      await expect(start).rejects.toMatchObject({
        code: "start-failed",
        message: expect.stringMatching(
          /does not start without its filter of system calls: its numbers are known for x86_64 and aarch64/,
        ),
      });
    });
  });

  // Rootless Podman passes no such limits on to the OCI runtime.
  const passesLimits = name !== "podman rootless";
  if (passesLimits) {
    it("starts where limits cannot be set that are set already, as with gVisor", async () => {
      const limits = { sigpending: 256, msgqueue: 0, nice: 0, rtprio: 0 };
      const setters = [11, 12, 13, 14].map((limit) => ({
        names: ["prlimit64"],
        errnoRet: EPERM,
        args: [
          { index: 1, value: limit, op: "SCMP_CMP_EQ" },
          { index: 2, value: 0, op: "SCMP_CMP_NE" },
        ],
      }));
      const start = startRefusing(setters, (options) => {
        const others = options.HostConfig?.Ulimits?.filter(({ Name = "" }) => !(Name in limits));
        const ulimits = Object.entries(limits).map(([Name, Hard]) => ({ Name, Hard, Soft: Hard }));
        const Ulimits = [...(others ?? []), ...ulimits];
        return { ...options, HostConfig: { ...options.HostConfig, Ulimits } };
      });
      await expect(start).resolves.toBeUndefined();
    });
  }

  /** All system calls are allowed but those. */
  async function startRefusing(
    refused: { names: string[]; errnoRet: number; args: object[] }[],
    adjust: (options: ContainerCreateOptions) => ContainerCreateOptions = (options) => options,
  ): Promise<void> {
    const syscalls = refused.map((rule) => ({ action: "SCMP_ACT_ERRNO", ...rule }));
    const profile = JSON.stringify({ defaultAction: "SCMP_ACT_ALLOW", syscalls });
    const folder = await mkdtemp(join(tmpdir(), "profile-"));
    try {
      const path = join(folder, "profile.json");
      // Podman reads a file, as whoever it runs as.
      await chmod(folder, 0o755);
      await writeFile(path, profile);
      const given = engine.name === "docker" ? profile : path;
      await startWith((options) => {
        const SecurityOpt = ["no-new-privileges", `seccomp=${given}`];
        return adjust({ ...options, HostConfig: { ...options.HostConfig, SecurityOpt } });
      });
    } finally {
      await rm(folder, { recursive: true });
    }
  }

  async function startWith(
    adjust: (options: ContainerCreateOptions) => ContainerCreateOptions,
  ): Promise<void> {
    const runtime = await createSandboxRuntime({ driver: watchEngine(engine, adjust).driver() });
    try {
      await runtime.run("1");
    } finally {
      await runtime.close();
    }
  }
}
