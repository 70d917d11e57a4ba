// A container from which the protections are taken away. What an attack reaches there shows that it can reach something.
import { Transform } from "node:stream";
import type { ContainerCreateOptions } from "dockerode";
import type { Engine } from "../../src/drivers/container/engines/engine.ts";
import type { SandboxDriver } from "../../src/index.ts";
import type { TestEngine } from "../engines.ts";
import type { HostCanary } from "./host-canary.ts";
import { watchEngine } from "./watch-engine.ts";

export function createWeakenedDriver(engine: TestEngine, canary: HostCanary): SandboxDriver {
  const driver = watchEngine(engine, (options) => weaken(engine.name, options, canary)).driver({
    user: "0:0",
  });
  return {
    ...driver,
    async start(options) {
      const sandbox = await driver.start(options);
      const stdin = weakenKernel();
      stdin.pipe(sandbox.stdin);
      return { ...sandbox, stdin };
    },
  };
}

function weaken(
  engine: Engine["name"],
  options: ContainerCreateOptions,
  canary: HostCanary,
): ContainerCreateOptions {
  const { Hostname: _, ...rest } = options;
  const folder = "rw,exec,suid,dev,mode=1777,size=67108864";
  return {
    ...rest,
    NetworkDisabled: false,
    Env: [...(options.Env ?? []), `CANARY=${canary.secret}`],
    HostConfig: {
      AutoRemove: true,
      NetworkMode: "host",
      PidMode: "host",
      UTSMode: "host",
      // Privileged would be every capability, which not every machine has to give.
      CapAdd: ["SYS_ADMIN", "NET_RAW", "MKNOD"],
      SecurityOpt: ["seccomp=unconfined", ...(engine === "podman" ? ["unmask=ALL"] : [])],
      ...(engine === "docker" && { MaskedPaths: [], ReadonlyPaths: [] }),
      Binds: [`${canary.folder}:${canary.folder}`],
      Tmpfs: { "/tmp": folder, "/workspace": folder },
      LogConfig: { Type: "none", Config: {} },
      // Podman asks for more than it may have been given itself where it is not told a number.
      Ulimits: [
        { Name: "nofile", Soft: 1024, Hard: 1024 },
        { Name: "nproc", Soft: 4096, Hard: 4096 },
      ],
    },
  };
}

const protections: Record<string, readonly [from: string, to: string]> = {
  "kernel/system_calls.py": [
    "def refuse_system_calls(*, has_control_group: bool) -> None:",
    "$&\n    return",
  ],
  "kernel/surroundings.py": [
    "def check_surroundings(folders: list[str]) -> None:",
    "$&\n    return",
  ],
  "kernel/supervisor.py": ["0 if hidden else 1", "1"],
  "kernel/stdio.py": ["in (*_LIMITS, *given)", "in ()"],
};

/** The kernel is what the host sends first: here, without what it does for its own protection. */
function weakenKernel(): Transform {
  let first: Buffer | undefined = Buffer.alloc(0);
  return new Transform({
    transform(chunk: Buffer, _, done) {
      if (!first) return done(null, chunk);
      first = Buffer.concat([first, chunk]);
      const end = first.indexOf("\n");
      if (end < 0) return done();
      const frame = JSON.parse(first.subarray(0, end).toString()) as {
        files: Record<string, string>;
      };
      for (const [path, [from, to]] of Object.entries(protections)) {
        if (!frame.files[path]?.includes(from)) return done(new Error(`no ${from} in ${path}`));
        frame.files[path] = frame.files[path].replace(from, to);
      }
      this.push(`${JSON.stringify(frame)}\n`);
      this.push(first.subarray(end + 1));
      first = undefined;
      done();
    },
  });
}
