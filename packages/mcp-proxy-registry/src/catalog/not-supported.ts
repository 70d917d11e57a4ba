import { RegistryError } from "../registry-error.ts";

/** The error `not-supported`: the server does not have this capability, such as `resources`. */
export function notSupported(server: string, capability: string): RegistryError {
  const message = `Server "${server}" has no ${capability}. Ask describe_server what it has.`;
  return new RegistryError("not-supported", message, { server });
}
