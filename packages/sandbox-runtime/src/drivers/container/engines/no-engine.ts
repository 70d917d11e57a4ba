import { SandboxError } from "../../../sandbox-error.ts";
import type { Engine } from "./engine.ts";
import { permissionDenied } from "./explain-failure.ts";

/** Applies to running code, but not to building or pulling an image. */
export const withoutEngine: string =
  "Code also runs without an engine: MCP_BRIDGE_RUNTIME=embedded.";

export interface EngineFailure {
  /** Where the engine was looked for; if absent, the reason is complete by itself. */
  origin?: string;
  /** Part of a sentence. */
  reason: string;
}

/** One message: what was tried, why each attempt failed, and the commands that fix it on this platform. */
export function noEngine(
  name: Engine["name"],
  platform: NodeJS.Platform,
  failures: readonly EngineFailure[],
  isNamed: boolean,
): SandboxError {
  const { title, variable } = words[name];
  const isDenied = failures.some(({ reason }) => reason === permissionDenied);
  const advice =
    isDenied && platform === "linux" && (name === "docker" || isNamed)
      ? words[name].permission
      : words[name][platform === "linux" ? "linux" : "desktop"];
  const place = isNamed
    ? "No other engine was looked for, since the environment names this one."
    : `If the engine is elsewhere, set ${variable} to its address.`;
  return new SandboxError(
    "runtime-unavailable",
    `No ${title} engine answers (${listFailures(failures)}). ${advice} ${place} ${withoutEngine}`,
  );
}

/** Places that failed for the same reason share it. */
function listFailures(failures: readonly EngineFailure[]): string {
  const origins = new Map<string, string[]>();
  for (const { origin, reason } of failures) {
    origins.set(reason, [...(origins.get(reason) ?? []), ...(origin ? [origin] : [])]);
  }
  return [...origins]
    .map(([reason, at]) => (at.length === 0 ? reason : `${at.join(", ")}: ${reason}`))
    .join("; ");
}

interface Words {
  title: string;
  variable: string;
  permission: string;
  linux: string;
  desktop: string;
}

const words: Record<Engine["name"], Words> = {
  docker: {
    title: "Docker",
    variable: "DOCKER_HOST",
    permission:
      "Your user may not use Docker's socket: run `sudo usermod -aG docker $USER` and log in again, or set up rootless Docker " +
      "(https://docs.docker.com/engine/security/rootless/), or use Podman, which needs no such right.",
    linux:
      "Start it with `sudo systemctl start docker` (rootless: `systemctl --user start docker`), or install it " +
      "(https://docs.docker.com/engine/install/).",
    desktop:
      "Start Docker Desktop (or Colima, with `colima start`) until `docker version` shows a server.",
  },
  podman: {
    title: "Podman",
    variable: "CONTAINER_HOST",
    permission:
      "Your user may not use that socket: `systemctl --user start podman.socket` starts one of your own; " +
      "unset CONTAINER_HOST to use it.",
    linux:
      "`podman info` shows whether Podman itself works: install it (https://podman.io/docs/installation) if it is missing, " +
      "and run `podman system migrate` after a change of /etc/subuid or /etc/subgid. " +
      "`systemctl --user start podman.socket` starts its API.",
    desktop:
      "Start its machine with `podman machine start` (before the first time: `podman machine init`), or install it " +
      "(https://podman.io/docs/installation).",
  },
};
