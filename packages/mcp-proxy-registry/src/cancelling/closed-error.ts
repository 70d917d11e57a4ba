import { RegistryError } from "../registry-error.ts";

/** The error of everything that is used after `close()`. */
export function closedError(server?: string): RegistryError {
  const message = "The registry is closed. Create a new one to call tools.";
  return new RegistryError("closed", message, server === undefined ? {} : { server });
}
