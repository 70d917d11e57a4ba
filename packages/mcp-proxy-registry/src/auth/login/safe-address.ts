// A server on another machine decides where its login takes place. It must not direct us to programs on this machine,
// or cause secrets to be sent unencrypted.
import type { Challenge } from "../tokens/token-source.ts";

/**
 * Throws if OAuth for the server must not use that address. It must be https, except that addresses of this machine may
 * be http if the server is on this machine, and addresses of the server's host if the server itself is http.
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

/** Throws if the server's challenge names resource metadata on another host. */
export function requireOwnMetadata(serverUrl: string, { resourceMetadataUrl }: Challenge): void {
  if (!resourceMetadataUrl || resourceMetadataUrl.origin === new URL(serverUrl).origin) return;
  throw new Error(
    `it says that its resource metadata is at ${resourceMetadataUrl.host}, which is not its own address`,
  );
}

/** Whether a host name, as normalized by `new URL`, is a loopback address. */
function isLoopback(hostname: string): boolean {
  const name = hostname.replace(/\.$/, "");
  return (
    /^(?:.+\.)?localhost$/.test(name) ||
    /^(?:127(?:\.\d{1,3}){3}|0\.0\.0\.0)$/.test(name) ||
    /^\[::(?:1|ffff:7f[\da-f]{2}:[\da-f]{1,4}|ffff:0:0)?\]$/.test(name)
  );
}
