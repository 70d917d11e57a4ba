import type { EngineSearch } from "./engine.ts";
import type { EnginePlaces } from "./engine-place.ts";

/** `CONTAINER_HOST`, with `CONTAINER_SSHKEY` where it is an ssh address. */
export function podmanHost({ environment }: EngineSearch): EnginePlaces {
  const value = environment["CONTAINER_HOST"]?.trim();
  if (!value) return { places: [], remark: "CONTAINER_HOST is not set" };
  const key = environment["CONTAINER_SSHKEY"];
  const address = value.startsWith("ssh://") ? withSshKey(value, key) : value;
  return { places: [{ origin: `CONTAINER_HOST=${value}`, address }], final: true };
}

/** The ssh address with the file of its key, as `connectEngine` reads it; Podman's own parameters are left out. */
export function withSshKey(address: string, identity: string | undefined, machine = false): string {
  const query = new URLSearchParams({
    ...(identity ? { identity } : {}),
    ...(machine ? { machine: "yes" } : {}),
  });
  const bare = address.replace(/\?.*$/, "");
  return query.size === 0 ? bare : `${bare}?${query.toString()}`;
}
