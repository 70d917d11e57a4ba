import type { ContainerCreateOptions } from "dockerode";
import type { SandboxLimits } from "../driver.ts";
import type { ChosenImage } from "./images/choose-image.ts";
import type { Engine } from "./engines/engine.ts";
import { foldersInMemory } from "./folders-in-memory.ts";
import { defaultContainerUser } from "./sandbox-user.ts";

/** The container settings that the user can choose. */
export interface ContainerSettings {
  /** Number of processors, such as 1.5; undefined leaves it to the engine. */
  cpus?: number | undefined;
  /** `uid:gid` in the container. */
  user: string;
  /** Name of an OCI runtime that the engine knows, such as `runsc` or `kata`. */
  ociRuntime?: string | undefined;
}

/** A container to create. */
export interface ContainerRequest {
  name: string;
  image: ChosenImage;
  /** Python source that reads the kernel from stdin. */
  bootstrap: string;
  labels: Record<string, string>;
  limits: SandboxLimits;
  settings: ContainerSettings;
}

type HardenedEngine = Pick<Engine, "name" | "enforces" | "rootless">;
type HostConfig = NonNullable<ContainerCreateOptions["HostConfig"]>;

const openFiles = 1024;
/** Used if an image declares none. */
const usualPath = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
const ownEnvironment = [
  "HOME=/workspace",
  "TMPDIR=/tmp",
  "LANG=C.UTF-8",
  "PYTHONDONTWRITEBYTECODE=1",
  // If NVIDIA's runtime is the engine's default, an image could request the host's graphics cards.
  "NVIDIA_VISIBLE_DEVICES=void",
];

/** Docker's default, which a list of our own replaces. */
const dockersReadonlyPaths = [
  "/proc/bus",
  "/proc/fs",
  "/proc/irq",
  "/proc/sys",
  "/proc/sysrq-trigger",
];

/** Options that dockerode's types lack. */
type CreateOptions = ContainerCreateOptions & {
  /** Podman: no variables other than `Env`, such as those that its settings give to every container. */
  UnsetEnvAll?: boolean;
};

/** The hardening. Every option is set explicitly: no default of an engine or an image is trusted. */
export function containerOptions(engine: HardenedEngine, request: ContainerRequest): CreateOptions {
  const { name, image, labels, limits, settings } = request;
  const { memoryBytes } = limits;
  const folders = foldersInMemory(engine, image, { memoryBytes, user: settings.user });
  return {
    name,
    Image: image.id,
    Labels: labels,
    ...program(engine.name, request, Object.keys(folders)),
    ...streams,
    ...nothingOfTheImage,
    Hostname: "sandbox",
    NetworkDisabled: true,
    StopSignal: "SIGKILL",
    HostConfig: {
      ...isolation(engine.name),
      ...security(engine.name),
      Tmpfs: folders,
      ...resourceLimits(engine, limits, settings.cpus),
      ...(settings.ociRuntime && { Runtime: settings.ociRuntime }),
    },
  };
}

/** What runs, as whom, where, and with which environment. */
function program(
  engine: Engine["name"],
  { image, bootstrap, settings: { user } }: ContainerRequest,
  folders: readonly string[],
): CreateOptions {
  const isPodman = engine === "podman";
  return {
    // Podman's settings can give every container folders of the host, which its API does not report: the Python kernel
    // checks.
    Entrypoint: ["python3", "-I", "-c", bootstrap, ...(isPodman ? folders : [])],
    Cmd: [],
    User: user,
    // The kernel changes to /workspace itself; an engine would create the folder first, owned by root.
    WorkingDir: "/",
    Env: environment(image, user),
    ...(isPodman && { UnsetEnvAll: true }),
  };
}

const streams: CreateOptions = {
  AttachStdin: true,
  AttachStdout: true,
  AttachStderr: true,
  OpenStdin: true,
  // When the host goes away, the kernel sees the end of its input.
  StdinOnce: true,
  Tty: false,
};

/** In place of what an image declares. */
const nothingOfTheImage: CreateOptions = {
  ExposedPorts: {},
  Volumes: {},
  // The engine would run the image's health check in the sandbox, again and again.
  Healthcheck: { Test: ["NONE"] },
};

/** What keeps the container apart from the host and from other containers. */
function isolation(engine: Engine["name"]): HostConfig {
  return {
    AutoRemove: true,
    NetworkMode: "none",
    ReadonlyRootfs: true,
    Privileged: false,
    CapAdd: [],
    CapDrop: ["ALL"],
    Binds: [],
    Devices: [],
    IpcMode: "none",
    // Docker has no other default; Podman's settings may.
    ...(engine === "podman" && {
      PidMode: "private",
      UTSMode: "private",
      CgroupnsMode: "private",
    }),
    // The first process is the supervisor.
    Init: false,
    PublishAllPorts: false,
    // The engine must not write what user code prints to disk.
    LogConfig: { Type: "none", Config: {} },
    RestartPolicy: { Name: "no" },
  };
}

/**
 * Who may write to `/proc/pressure` can have the system report pressure. Each such report that a process leaves behind
 * takes the system about 10 ms to end, in which nothing can kill the process.
 */
function security(engine: Engine["name"]): HostConfig & { ReadonlyPaths?: string[] } {
  const pressure = "/proc/pressure";
  const noNewPrivileges = "no-new-privileges";
  if (engine === "podman") return { SecurityOpt: [noNewPrivileges, `mask=${pressure}`] };
  return { SecurityOpt: [noNewPrivileges], ReadonlyPaths: [...dockersReadonlyPaths, pressure] };
}

/** The limits that this engine can enforce. */
function resourceLimits(
  { name: engine, enforces, rootless }: HardenedEngine,
  limits: SandboxLimits,
  cpus: number | undefined,
): HostConfig {
  return {
    Ulimits: [
      { Name: "nofile", Soft: openFiles, Hard: openFiles },
      // One byte instead of zero: with zero, a system that pipes core dumps to a program would still start it.
      { Name: "core", Soft: 1, Hard: 1 },
      { Name: "msgqueue", Soft: 0, Hard: 0 },
      // Without this, Podman and all rootless engines request more than they may have themselves.
      ...(engine === "podman" || rootless ? [{ Name: "nproc", Soft: 4096, Hard: 4096 }] : []),
    ],
    ...(enforces.memory && { Memory: limits.memoryBytes, MemorySwap: limits.memoryBytes }),
    ...(enforces.pids && { PidsLimit: limits.pids }),
    ...(enforces.cpus && cpus !== undefined && { NanoCpus: Math.round(cpus * 1e9) }),
  };
}

/** Each variable only once: of duplicates, programs use the first while engines mean the last. */
function environment(image: ChosenImage, user: string): string[] {
  // The image may have no name for another user, and programs such as getpass fail without one.
  const name = user === defaultContainerUser ? [] : ["USER=sandbox"];
  const variables = [usualPath, ...image.environment, ...ownEnvironment, ...name];
  return [...new Map(variables.map((text) => [text.split("=")[0], text])).values()];
}
