import { RegistryError } from "./registry-error.ts";

/**
 * Loads what this name of a module of this package stands for, on its first use. Rejects in plain words if its files are
 * gone by then, or are of a version that does not have it.
 */
export async function latePart<Name extends string, T extends Record<Name, unknown>>(
  name: Name,
  load: () => Promise<T>,
): Promise<T[Name]> {
  let cause: unknown;
  try {
    const { [name]: part } = await load();
    if (typeof part === "function") return part;
  } catch (error) {
    cause = error;
  }
  throw new RegistryError(
    "start-failed",
    "The server was not started: a file that this needs for the first time cannot be loaded. An update has probably removed or replaced it while this program ran. Restart your MCP client: it then starts what is installed now. If that does not help, install this program again.",
    { cause },
  );
}
