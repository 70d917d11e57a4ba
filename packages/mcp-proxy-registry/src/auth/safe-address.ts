// A server on another machine decides where its login goes. It must not send us to programs of this machine, nor have
// secrets sent in the clear.
import type { Challenge } from "./token-source.ts";

/**
 * Throws where OAuth for the server must not ask that address: it is to be https. Where the server itself is on this
 * machine, addresses of this machine may be http; where it is http, addresses of its own host may be.
 */
export function requireSafeAddress(serverUrl: string, address: string | URL): void {
  const server = new URL(serverUrl);
  if (!URL.canParse(String(address))) {
    throw new Error("its authorization server has an address that is no URL");
  }
  const { protocol, hostname, host } = new URL(address);
  if (isLoopback(hostname) && !isLoopback(server.hostname)) {
    throw new Error(
      `its authorization server has an address of this machine, at ${host}, and is itself on another`,
    );
  }
  const mayBePlain =
    isLoopback(hostname) || (server.protocol === "http:" && hostname === server.hostname);
  if (protocol !== "https:" && !(protocol === "http:" && mayBePlain)) {
    throw new Error(`its authorization server has an address that is not https, at ${host}`);
  }
}

/** Throws where the server's challenge names a description of it that is elsewhere. */
export function requireOwnMetadata(serverUrl: string, { resourceMetadataUrl }: Challenge): void {
  if (!resourceMetadataUrl || resourceMetadataUrl.origin === new URL(serverUrl).origin) return;
  throw new Error(
    `it says that its resource metadata is at ${resourceMetadataUrl.host}, which is not its own address`,
  );
}

/** By name: what `new URL` makes of all ways to write such an address. */
function isLoopback(hostname: string): boolean {
  const name = hostname.replace(/\.$/, "");
  return (
    /^(?:.+\.)?localhost$/.test(name) ||
    /^(?:127(?:\.\d{1,3}){3}|0\.0\.0\.0)$/.test(name) ||
    /^\[::(?:1|ffff:7f[\da-f]{2}:[\da-f]{1,4}|ffff:0:0)?\]$/.test(name)
  );
}
