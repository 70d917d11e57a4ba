import { randomInt } from "node:crypto";
import type { ContainerCreateOptions } from "dockerode";
import type { SandboxLimits } from "../driver.ts";
import type { ChosenImage } from "./choose-image.ts";
import type { Engine } from "./engine.ts";
import { foldersToCover } from "./image-volumes.ts";

/** What the user may choose of a container. */
export interface ContainerSettings {
  /** Number of processors, such as 1.5; undefined leaves it to the engine. */
  cpus?: number | undefined;
  /** `uid:gid` in the container. */
  user: string;
  /** Name of an OCI runtime that the engine knows, such as `runsc` or `kata`. */
  ociRuntime?: string | undefined;
}

/** One container that is to be made. */
export interface ContainerRequest {
  name: string;
  image: ChosenImage;
  /** Python source that reads the kernel from stdin. */
  bootstrap: string;
  labels: Record<string, string>;
  limits: SandboxLimits;
  settings: ContainerSettings;
}

const openFiles = 1024;
const nothing = "ro,noexec,nosuid,nodev,size=4096";
/** Where an image declares none. */
const usualPath = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
const ownEnvironment = [
  "HOME=/workspace",
  "TMPDIR=/tmp",
  "LANG=C.UTF-8",
  "PYTHONDONTWRITEBYTECODE=1",
  // Where NVIDIA's runtime is the engine's own, an image would have the host's graphics cards for the asking.
  "NVIDIA_VISIBLE_DEVICES=void",
];

/** What dockerode's types leave out. */
type CreateOptions = ContainerCreateOptions & {
  /** Podman: no variables beside `Env`, such as those that its settings give to every container. */
  UnsetEnvAll?: boolean;
};

/** Nobody, by number: an image need not know the name. */
export const defaultContainerUser: string = "65534:65534";

/** The hardening, every item of it set explicitly: no default of an engine or an image is trusted. */
export function containerOptions(
  { name: engine, enforces, rootless }: Pick<Engine, "name" | "enforces" | "rootless">,
  { name, image, bootstrap, labels, limits, settings }: ContainerRequest,
): CreateOptions {
  // What lies in a tmpfs counts as the sandbox's memory: a full one must fail before the limit kills.
  const size = Math.floor(limits.memoryBytes / 4);
  // Podman would copy what the image has there, and fail where it does not fit.
  const empty = engine === "podman" ? `${nothing},notmpcopyup` : nothing;
  const user = sandboxUser(settings.user, enforces);
  const tmpfs = `rw,noexec,nosuid,nodev,mode=1777,size=${size}${tmpfsOwner(engine, user)}`;
  const folders: Record<string, string> = {
    // On the host's disk, and without a bound, each of these would be.
    ...Object.fromEntries(foldersToCover(image).map((path) => [path, empty])),
    // No terminals: the machine counts them for all, and gives each memory that no limit counts.
    "/dev/pts": empty,
    // Podman would put writable ones of its own here.
    "/run": empty,
    "/var/tmp": empty,
    // Podman would put a copy of the host's secrets here, on systems whose settings name some.
    ...(engine === "podman" && { "/run/secrets": empty }),
    // A container without a control group of its own sees those of the whole machine.
    ...(!enforces.memory && !enforces.pids && { "/sys/fs/cgroup": empty }),
    "/tmp": tmpfs,
    "/workspace": tmpfs,
  };
  return {
    name,
    Image: image.id,
    // Podman's settings can give every container folders of the host, of which the engine tells nobody: the kernel looks.
    Entrypoint: [
      "python3",
      "-I",
      "-c",
      bootstrap,
      ...(engine === "podman" ? Object.keys(folders) : []),
    ],
    Cmd: [],
    User: user,
    // The kernel goes to /workspace itself; an engine would make the folder first, as root's.
    WorkingDir: "/",
    Hostname: "sandbox",
    Env: environment(image),
    ...(engine === "podman" && { UnsetEnvAll: true }),
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
    // The engine would run the image's own check in the sandbox, again and again.
    Healthcheck: { Test: ["NONE"] },
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
      // Docker has no other; Podman's settings may.
      ...(engine === "podman" && {
        PidMode: "private",
        UTSMode: "private",
        CgroupnsMode: "private",
      }),
      // The first process is the supervisor.
      Init: false,
      PublishAllPorts: false,
      Tmpfs: folders,
      // The engine must not write what user code prints to disk.
      LogConfig: { Type: "none", Config: {} },
      Ulimits: [
        { Name: "nofile", Soft: openFiles, Hard: openFiles },
        // One byte, not none: a kernel that hands core dumps to a program would still start it for none.
        { Name: "core", Soft: 1, Hard: 1 },
        { Name: "msgqueue", Soft: 0, Hard: 0 },
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

/** Each variable once: of two, programs take the first, and engines mean the last. */
function environment(image: ChosenImage): string[] {
  const variables = [usualPath, ...image.environment, ...ownEnvironment];
  return [...new Map(variables.map((text) => [text.split("=")[0], text])).values()];
}

/**
 * Where no engine limits processes, the system counts them by user, for all sandboxes that have the same one: each then
 * has its own, above those that images have.
 */
function sandboxUser(asked: string, enforces: Engine["enforces"]): string {
  if (enforces.pids || asked !== defaultContainerUser) return asked;
  const id = randomInt(20_000, 60_000);
  return `${id}:${id}`;
}

/** The mode alone is not enough: engines give the tmpfs the mode of the folder that it covers in the image. */
function tmpfsOwner(engine: Engine["name"], user: string): string {
  if (engine === "podman") return ",U";
  const [, uid, gid = uid] = /^(\d+)(?::(\d+))?$/.exec(user) ?? [];
  return uid === undefined ? "" : `,uid=${uid},gid=${gid}`;
}
