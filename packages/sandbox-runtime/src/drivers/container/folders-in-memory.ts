import type { Engine } from "./engines/engine.ts";
import type { ChosenImage } from "./images/choose-image.ts";
import { foldersToCover } from "./images/image-volumes.ts";

const nothing = "ro,noexec,nosuid,nodev,size=4096";

/** All that is mounted in a container, as paths with the options of a tmpfs: two folders to write to, and empty ones. */
export function foldersInMemory(
  { name: engine, enforces }: Pick<Engine, "name" | "enforces">,
  image: ChosenImage,
  { memoryBytes, user }: { memoryBytes: number; user: string },
): Record<string, string> {
  // Files in a tmpfs count as the sandbox's memory: a full tmpfs must fail before the memory limit kills the sandbox.
  const size = Math.floor(memoryBytes / 4);
  // Podman would copy the image's files there, and fail if they do not fit.
  const empty = engine === "podman" ? `${nothing},notmpcopyup` : nothing;
  const tmpfs = `rw,noexec,nosuid,nodev,mode=1777,size=${size}${tmpfsOwner(engine, user)}`;
  return {
    // Otherwise each of these would be on the host's disk, without a limit.
    ...Object.fromEntries(foldersToCover(image).map((path) => [path, empty])),
    // No terminals: the machine counts them for all users together, and their memory counts towards no limit.
    "/dev/pts": empty,
    // Podman would create writable folders of its own here.
    "/run": empty,
    "/var/tmp": empty,
    // Podman would put a copy of the host's secrets here, if the system's settings name some.
    ...(engine === "podman" && { "/run/secrets": empty }),
    // A container without its own control group sees those of the whole machine.
    ...(!enforces.memory && !enforces.pids && { "/sys/fs/cgroup": empty }),
    "/tmp": tmpfs,
    "/workspace": tmpfs,
  };
}

/** The mode option alone is not enough: engines give the tmpfs the mode of the folder that it covers in the image. */
function tmpfsOwner(engine: Engine["name"], user: string): string {
  if (engine === "podman") return ",U";
  const [, uid, gid = uid] = /^(\d+)(?::(\d+))?$/.exec(user) ?? [];
  return uid === undefined ? "" : `,uid=${uid},gid=${gid}`;
}
