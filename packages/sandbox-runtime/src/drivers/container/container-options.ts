import type { ContainerCreateOptions } from "dockerode";
import type { SandboxLimits } from "../driver.ts";
import type { Engine } from "./engine.ts";

export interface ContainerSettings {
  /** Number of processors, such as 1.5; undefined leaves it to the engine. */
  cpus?: number | undefined;
  /** `uid:gid` in the container. */
  user: string;
  /** Name of an OCI runtime that the engine knows, such as `runsc` or `kata`. */
  ociRuntime?: string | undefined;
}

export interface ContainerRequest {
  name: string;
  image: string;
  /** Python source that reads the kernel from stdin. */
  bootstrap: string;
  labels: Record<string, string>;
  limits: SandboxLimits;
  settings: ContainerSettings;
}

const openFiles = 1024;
const nothing = "ro,noexec,nosuid,nodev,size=4096";

/** Nobody, by number: an image need not know the name. */
export const defaultContainerUser: string = "65534:65534";

/** The hardening, every item of it set explicitly: no default of an engine or an image is trusted. */
export function containerOptions(
  { name: engine, enforces, rootless }: Pick<Engine, "name" | "enforces" | "rootless">,
  { name, image, bootstrap, labels, limits, settings }: ContainerRequest,
): ContainerCreateOptions {
  // What lies in a tmpfs counts as the sandbox's memory: a full one must fail before the limit kills.
  const size = Math.floor(limits.memoryBytes / 4);
  const tmpfs = `rw,noexec,nosuid,nodev,mode=1777,size=${size}${tmpfsOwner(engine, settings.user)}`;
  return {
    name,
    Image: image,
    Entrypoint: ["python3", "-I", "-c", bootstrap],
    Cmd: [],
    User: settings.user,
    // The kernel goes to /workspace itself; an engine would make the folder first, as root's.
    WorkingDir: "/",
    Hostname: "sandbox",
    Env: ["HOME=/workspace", "TMPDIR=/tmp", "LANG=C.UTF-8", "PYTHONDONTWRITEBYTECODE=1"],
    Labels: labels,
    AttachStdin: true,
    AttachStdout: true,
    AttachStderr: true,
    OpenStdin: true,
    // When the host goes away, the kernel sees the end of its input.
    StdinOnce: true,
    Tty: false,
    NetworkDisabled: true,
    ExposedPorts: {},
    Volumes: {},
    StopSignal: "SIGKILL",
    HostConfig: {
      AutoRemove: true,
      NetworkMode: "none",
      ReadonlyRootfs: true,
      Privileged: false,
      CapAdd: [],
      CapDrop: ["ALL"],
      SecurityOpt: ["no-new-privileges"],
      Binds: [],
      Devices: [],
      IpcMode: "none",
      PublishAllPorts: false,
      // Podman would put writable ones of its own over the last two.
      Tmpfs: { "/tmp": tmpfs, "/workspace": tmpfs, "/run": nothing, "/var/tmp": nothing },
      // The engine must not write what user code prints to disk.
      LogConfig: { Type: "none", Config: {} },
      Ulimits: [
        { Name: "nofile", Soft: openFiles, Hard: openFiles },
        { Name: "core", Soft: 0, Hard: 0 },
        // Without a number Podman, and whatever is rootless, asks for more than it may have been given itself.
        ...(engine === "podman" || rootless ? [{ Name: "nproc", Soft: 4096, Hard: 4096 }] : []),
      ],
      RestartPolicy: { Name: "no" },
      ...(enforces.memory && { Memory: limits.memoryBytes, MemorySwap: limits.memoryBytes }),
      ...(enforces.pids && { PidsLimit: limits.pids }),
      ...(enforces.cpus &&
        settings.cpus !== undefined && { NanoCpus: Math.round(settings.cpus * 1e9) }),
      ...(settings.ociRuntime && { Runtime: settings.ociRuntime }),
    },
  };
}

/** Docker can give a tmpfs an owner; Podman knows no such option and takes the mode alone. */
function tmpfsOwner(engine: Engine["name"], user: string): string {
  const [, uid, gid = uid] = /^(\d+)(?::(\d+))?$/.exec(user) ?? [];
  return engine === "docker" && uid !== undefined ? `,uid=${uid},gid=${gid}` : "";
}
