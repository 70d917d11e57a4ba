import { readdir } from "node:fs/promises";
import { posix } from "node:path";
import type { EngineSearch } from "./engine.ts";
import type { EnginePlaces } from "./engine-place.ts";

/** The user's and the system's API socket, and those of Podman machines. */
export async function podmanSockets(search: EngineSearch): Promise<EnginePlaces> {
  if (search.platform === "win32") {
    const pipe = "//./pipe/podman-machine-default";
    return { places: [{ origin: pipe, address: `npipe://${pipe}` }] };
  }
  const sockets = [...ownSockets(search), ...(await machineSockets(search))];
  const unique = [...new Set(sockets)];
  return {
    places: unique.map((path) => ({ origin: path, address: `unix://${path}` })),
    ...(unique.length === 0 ? { remark: "no Podman machine has a socket" } : {}),
  };
}

function ownSockets({ platform, environment, userId }: EngineSearch): string[] {
  if (platform !== "linux") return [];
  const system = "/run/podman/podman.sock";
  if (userId === 0) return [system];
  const runtime = environment["XDG_RUNTIME_DIR"];
  return [
    ...(runtime ? [posix.join(runtime, "podman/podman.sock")] : []),
    `/run/user/${userId}/podman/podman.sock`,
    system,
  ];
}

async function machineSockets(search: EngineSearch): Promise<string[]> {
  const { environment, homeDirectory } = search;
  const data = environment["XDG_DATA_HOME"] || posix.join(homeDirectory, ".local/share");
  const machines = posix.join(data, "containers/podman/machine");
  const temporary =
    search.platform === "linux" ? environment["XDG_RUNTIME_DIR"] : environment["TMPDIR"];
  const forwarded = temporary ? posix.join(temporary, "podman") : undefined;
  const [inMachines, inForwarded] = await Promise.all([list(machines), list(forwarded)]);
  return [
    ...inForwarded
      .filter((name) => name.endsWith("-api.sock"))
      .map((name) => posix.join(forwarded ?? "", name)),
    ...inMachines.map((name) =>
      posix.join(machines, name === "podman.sock" ? name : `${name}/podman.sock`),
    ),
  ];
}

async function list(folder: string | undefined): Promise<string[]> {
  if (folder === undefined) return [];
  const names: string[] = await readdir(folder).catch(() => []);
  return names.toSorted((a, b) => a.localeCompare(b));
}
