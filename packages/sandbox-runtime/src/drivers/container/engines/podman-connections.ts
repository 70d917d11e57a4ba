import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { z } from "zod";
import type { EngineSearch } from "./engine.ts";
import type { EnginePlaces } from "./engine-place.ts";
import { withSshKey } from "./podman-host.ts";
import { startFolder } from "./start-folder.ts";

/**
 * The connection that the podman command line would use: `CONTAINER_CONNECTION`, or, if Podman is always remote (macOS,
 * Windows), the default connection. A machine on this computer also has a socket, which is preferred.
 */
export async function podmanConnection(search: EngineSearch): Promise<EnginePlaces> {
  const named = search.environment["CONTAINER_CONNECTION"];
  if (!named && search.platform === "linux") return { places: [] };
  const connections = await listConnections(search);
  if (named) {
    const connection = connections.find(({ Name }) => Name === named);
    const remark = `CONTAINER_CONNECTION: \`podman system connection list\` shows no ${JSON.stringify(named)}`;
    return connection
      ? { places: [asPlace(connection)], final: true }
      : { places: [], final: true, remark };
  }
  const remote = connections.filter((connection) => connection.Default && !connection.IsMachine);
  return { places: remote.map(asPlace) };
}

/** The connection to a Podman machine, used if its socket was not found. */
export async function podmanMachine(search: EngineSearch): Promise<EnginePlaces> {
  if (search.platform === "linux") return { places: [] };
  const connections = await listConnections(search);
  const machines = connections.filter((connection) => connection.Default && connection.IsMachine);
  return { places: machines.map(asPlace) };
}

const connectionList = z.array(
  z.object({
    Name: z.string(),
    URI: z.string(),
    Identity: z.string().default(""),
    IsMachine: z.boolean().default(false),
    Default: z.boolean().default(false),
  }),
);

type Connection = z.output<typeof connectionList>[number];

/** Podman lists them, since it merges several files whose paths and formats differ between versions. */
async function listConnections(search: EngineSearch): Promise<Connection[]> {
  const environment = { ...search.environment };
  if (search.platform === "darwin") {
    // Programs started from the macOS Dock have a PATH without the folders in which Podman is installed.
    const path = environment["PATH"] ?? "/usr/bin:/bin";
    environment["PATH"] = `${path}:/opt/podman/bin:/opt/homebrew/bin:/usr/local/bin`;
  }
  try {
    const { stdout } = await promisify(execFile)(
      "podman",
      ["system", "connection", "list", "--format", "json"],
      {
        env: environment,
        cwd: startFolder(search.platform),
        timeout: search.timeoutMs,
        windowsHide: true,
      },
    );
    return connectionList.parse(JSON.parse(stdout));
  } catch {
    return [];
  }
}

function asPlace({ Name, URI, Identity, IsMachine }: Connection): EnginePlaces["places"][number] {
  const address = URI.startsWith("ssh://") ? withSshKey(URI, Identity, IsMachine) : URI;
  return { origin: `connection ${JSON.stringify(Name)}`, address };
}
