import type { Engine } from "../engine.ts";

/** The commands that mend it, on this platform. */
export function adviseOnEngine(
  name: Engine["name"],
  platform: NodeJS.Platform,
  isDenied: boolean,
): string {
  const mends = isDenied
    ? permission[name]
    : start[name][platform === "linux" ? "linux" : "desktop"];
  const elsewhere =
    name === "docker" ? "set DOCKER_HOST" : "set CONTAINER_HOST to the address of its socket";
  return `${mends} If the engine is elsewhere, ${elsewhere}. Code also runs without an engine: MCP_BRIDGE_RUNTIME=embedded.`;
}

const permission: Record<Engine["name"], string> = {
  docker:
    "Your user may not use Docker's socket: `sudo usermod -aG docker $USER` and log in again, or set up rootless Docker " +
    "(https://docs.docker.com/engine/security/rootless/), or use Podman, which needs no such right.",
  podman:
    "Your user may not use that socket: `systemctl --user start podman.socket` gives you one of your own; " +
    "`podman system migrate` mends rootless Podman after a change of /etc/subuid.",
};

const start: Record<Engine["name"], { linux: string; desktop: string }> = {
  docker: {
    linux:
      "Start it with `sudo systemctl start docker` (rootless: `systemctl --user start docker`), or install it " +
      "(https://docs.docker.com/engine/install/).",
    desktop:
      "Start Docker Desktop, or `colima start`, and see whether `docker version` shows a server.",
  },
  podman: {
    linux:
      "See whether `podman info` works; if not, install Podman (https://podman.io/docs/installation) or run `podman system migrate`. " +
      "`systemctl --user start podman.socket` starts its API.",
    desktop:
      "Start its machine with `podman machine start` (the first time `podman machine init`), or install it " +
      "(https://podman.io/docs/installation).",
  },
};
