import { posix } from "node:path";
import type { EngineSearch } from "./engine.ts";
import type { EnginePlaces } from "./engine-place.ts";

/** Where Docker, its rootless mode, Docker Desktop, Colima, Rancher Desktop and OrbStack put their sockets. */
export function dockerSockets(search: EngineSearch): EnginePlaces {
  if (search.platform === "win32") {
    const pipes = ["//./pipe/docker_engine", "//./pipe/dockerDesktopLinuxEngine"];
    return { places: pipes.map((pipe) => ({ origin: pipe, address: `npipe://${pipe}` })) };
  }
  const { environment, homeDirectory, userId } = search;
  const colima = environment["COLIMA_HOME"] || posix.join(homeDirectory, ".colima");
  const inHome = [
    ".docker/run/docker.sock",
    ".docker/desktop/docker.sock",
    ".rd/docker.sock",
    ".orbstack/run/docker.sock",
  ];
  const runtime = environment["XDG_RUNTIME_DIR"] || `/run/user/${userId}`;
  const sockets = [
    "/var/run/docker.sock",
    ...(search.platform === "linux" ? [posix.join(runtime, "docker.sock")] : []),
    ...inHome.map((path) => posix.join(homeDirectory, path)),
    posix.join(colima, "default", "docker.sock"),
  ];
  return { places: sockets.map((path) => ({ origin: path, address: `unix://${path}` })) };
}
