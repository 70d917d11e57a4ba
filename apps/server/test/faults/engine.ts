// The containers of this process, by the engine's own command.
import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

export interface EngineCommand {
  /** Ids of the containers that this process owns, whatever their state. */
  containers(): Promise<string[]>;
  kill(container: string): Promise<void>;
}

/** Undefined where the runtime has no engine. */
export function engineOf(runtime: string): EngineCommand | undefined {
  if (runtime !== "docker" && runtime !== "podman") return undefined;
  const label = `label=mcp-code-execution.pid=${process.pid}`;
  return {
    async containers() {
      const { stdout } = await run(runtime, ["ps", "--all", "--quiet", "--filter", label]);
      return stdout.split("\n").filter(Boolean);
    },
    async kill(container) {
      // It may have ended meanwhile.
      await run(runtime, ["kill", container]).catch(() => {});
    },
  };
}
