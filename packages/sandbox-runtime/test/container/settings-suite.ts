// Podman's own settings, which are made for all containers of a user and may give each of them something of the host.
import { describe, expect, it } from "vitest";
import { createSandboxRuntime, type SandboxRuntime } from "@mcp-code-execution/sandbox-runtime";
import type { EngineName, TestEngine } from "../engines.ts";
import { hostile, type HostileCase } from "../hostile/hostile-case.ts";
import { startOwnPodman } from "./own-podman.ts";
import { watchEngine } from "./watch-engine.ts";

const cases = {
  settings: {
    id: "2.settings-of-podman",
    name: "variables, secrets and the machine's processes, as Podman's settings give them to every container",
    protection: "what is asked for leaves nothing to the settings, and covers the secrets",
    checked: "mutation",
  },
  folders: {
    id: "2.folders-of-podman-s-settings",
    name: "folders of the host, as Podman's settings give them to every container",
    protection: "the kernel looks what is mounted, and a sandbox with more than it asked for ends",
    checked: "mutation",
  },
  devices: {
    id: "2.devices-of-podman-s-settings",
    name: "devices of the host, and folders among them, as Podman's settings give them to every container",
    protection: "the kernel looks what is in /dev, and Podman is asked which devices it gave",
    checked: "mutation",
  },
} satisfies Record<string, HostileCase>;

const look = `
import os
def names(folder):
    try: return os.listdir(folder)
    except OSError: return []
os.getppid(), open('/proc/1/comm').read(), os.environ.get('CANARY'), names('/run/secrets')`;

export function testPodmanSettings(name: EngineName, engine: TestEngine): void {
  describe("what Podman's settings give every container", () => {
    it(
      `[${cases.settings.id}] ${cases.settings.name}`,
      hostile(name, cases.settings),
      async ({ skip }) => {
        await using own = await startOwnPodman(engine, {
          containers: [
            'env = ["CANARY=of the host"]',
            ...["pidns", "utsns", "cgroupns"].map((kind) => `${kind} = "host"`),
            "init = true",
          ],
          secretsAt: "/run/secrets",
        });
        if (!own) {
          skip("this user cannot start a Podman of the engine's user");
          return;
        }
        await using runtime = await open(own.engine);
        expect((await runtime.run(look)).value).toBe("(1, 'python3\\n', None, [])");
      },
    );

    it(
      `[${cases.folders.id}] ${cases.folders.name}`,
      hostile(name, cases.folders),
      async ({ skip }) => {
        await using own = await startOwnPodman(engine, {
          containers: ['volumes = ["/usr:/of the host/folder:ro", "/usr:/sys/kernel:ro"]'],
          secretsAt: "/opt/secrets",
        });
        if (!own) {
          skip("this user cannot start a Podman of the engine's user");
          return;
        }
        await using runtime = await open(own.engine);
        await expect(runtime.run("1")).rejects.toMatchObject({
          code: "start-failed",
          message: expect.stringContaining(
            "every container, at /of the host/folder, /opt/secrets, /sys/kernel: remove it from containers.conf or mounts.conf",
          ),
        });
      },
    );

    it(
      `[${cases.devices.id}] ${cases.devices.name}`,
      // Each of three settings has a Podman service of its own.
      { ...hostile(name, cases.devices), timeout: 180_000 },
      async ({ skip }) => {
        const given = [
          [
            [
              'devices = ["/dev/kmsg", "/dev/kmsg:/dev/in/a-folder"]',
              'volumes = ["/usr:/dev/usr"]',
            ],
            "/dev/in/a-folder, /dev/kmsg, /dev/usr",
          ],
          [['devices = ["/dev/kmsg:/opt/elsewhere"]'], "/opt/elsewhere"],
          [['volumes = ["/dev:/dev"]'], "/dev/kmsg"],
        ] as const;
        for (const [containers, places] of given) {
          await using own = await startOwnPodman(engine, {
            containers,
            secretsAt: "/run/secrets",
          });
          if (!own) {
            skip("this user cannot start a Podman of the engine's user");
            return;
          }
          await using runtime = await open(own.engine);
          await expect(runtime.run("1"), places).rejects.toMatchObject({
            code: "start-failed",
            message: expect.stringContaining(places),
          });
        }
      },
    );
  });
}

function open(engine: TestEngine): Promise<SandboxRuntime> {
  return createSandboxRuntime({ driver: watchEngine(engine).driver() });
}
