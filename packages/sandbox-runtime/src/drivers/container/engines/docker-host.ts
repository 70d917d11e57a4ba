import { join } from "node:path";
import type { EnginePlaces } from "./engine-place.ts";
import type { EngineSearch } from "./engine.ts";

/** `DOCKER_HOST`, with `DOCKER_TLS_VERIFY`, `DOCKER_TLS` and `DOCKER_CERT_PATH` as the docker command line reads them. */
export function dockerHost({ environment, homeDirectory }: EngineSearch): EnginePlaces {
  const value = environment["DOCKER_HOST"]?.trim();
  if (!value) return { places: [], remark: "DOCKER_HOST is not set" };
  const origin = `DOCKER_HOST=${value}`;
  let address = value.includes("://") ? value : `tcp://${value}`;
  if (address === "unix://") address = "unix:///var/run/docker.sock";
  if (address === "npipe://") address = "npipe:////./pipe/docker_engine";
  if (address === "tcp://") address = "tcp://127.0.0.1:2375";

  const isVerified = Boolean(environment["DOCKER_TLS_VERIFY"]);
  const isTls = isVerified || Boolean(environment["DOCKER_TLS"] || environment["DOCKER_CERT_PATH"]);
  if (address.startsWith("tcp://") && isTls) {
    const folder = environment["DOCKER_CERT_PATH"] || join(homeDirectory, ".docker");
    address = withTls(address, folder, isVerified || !environment["DOCKER_TLS"]);
  }
  return { places: [{ origin, address }], final: true };
}

/** The address with the folder of its certificates, as `connectEngine` reads it. */
export function withTls(address: string, folder: string, verify: boolean): string {
  const query = new URLSearchParams({ tls: folder, ...(verify ? {} : { verify: "no" }) });
  return `${address.replace(/\/$/, "")}?${query.toString()}`;
}
