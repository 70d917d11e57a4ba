import { RegistryError } from "./registry-error.ts";

/** Loads a part of this package on its first use. Rejects in plain words if its files are gone by then. */
export async function latePart<T>(load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (cause) {
    throw new RegistryError(
      "start-failed",
      "The server was not started: a file that this needs for the first time cannot be loaded. An update has probably removed or replaced it while this program ran. Restart your MCP client: it then starts what is installed now. If that does not help, install this program again.",
      { cause },
    );
  }
}
