// Engines that stand still or end, and containers that others kill, pause or remove.
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { pause } from "./break-things.ts";
import type { Fault } from "./faults.ts";
import type { OwnEngine } from "./own-engines.ts";

const run = promisify(execFile);

/** Ids of the containers that this process owns, whatever their state. */
export async function ownContainers({ socket }: OwnEngine): Promise<string[]> {
  const label = `label=mcp-code-execution.pid=${process.pid}`;
  const { stdout } = await docker(socket, "ps", "--all", "--quiet", "--filter", label);
  return stdout.split("\n").filter(Boolean);
}

export function engineFaults(engine: OwnEngine): Fault[] {
  const others = ["kill", "pause", "rm --force"].map((verb): Fault => ({
    name: `container: ${verb}`,
    async inject(random) {
      const containers = await ownContainers(engine).catch(() => []);
      if (containers.length === 0) return false;
      // It may have ended meanwhile, and rootless Podman can pause none on cgroups of version 1.
      return docker(engine.socket, ...verb.split(" "), random.pick(containers)).then(
        () => true,
        () => false,
      );
    },
  }));
  return [
    ...others,
    {
      name: "engine stopped for a while",
      async inject(random, signal) {
        engine.signal("SIGSTOP");
        await pause(500 + random.below(8_000), signal);
        engine.signal("SIGCONT");
        return true;
      },
    },
    {
      name: "engine killed and started again",
      async inject(random, signal) {
        await engine.crash();
        await pause(random.below(2_000), signal);
        await engine.start();
        return true;
      },
    },
  ];
}

function docker(socket: string, ...words: string[]): Promise<{ stdout: string }> {
  return run("docker", ["--host", `unix://${socket}`, ...words], { timeout: 20_000 });
}
