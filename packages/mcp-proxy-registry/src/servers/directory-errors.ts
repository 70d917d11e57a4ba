import { nearestNames } from "../names/nearest-name.ts";
import { RegistryError } from "../registry-error.ts";

/** Why requests to a server fail whose definition was removed or replaced. */
export function withdrawnError(server: string): RegistryError {
  const message = `Server "${server}" was taken out of the configuration, or its entry was changed. List the servers again.`;
  return new RegistryError("closed", message, { server });
}

/** The error for a name that no server has, with the nearest one and all there are. */
export function unknownServer(wrong: string, names: string[]): RegistryError {
  const [nearest] = nearestNames(wrong, names, 1);
  const hint = nearest === undefined ? "" : ` Did you mean "${nearest}"?`;
  const known = names.length > 0 ? `The servers: ${names.join(", ")}.` : "No server is configured.";
  return new RegistryError("unknown-server", `There is no server "${wrong}".${hint} ${known}`, {
    server: wrong,
  });
}
