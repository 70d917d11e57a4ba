import type { OAuthServerInfo } from "@modelcontextprotocol/sdk/client/auth.js";

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

/**
 * What the MCP specification makes a client refuse: an authorization server without PKCE, and one whose addresses
 * are not https. Addresses of this machine and of the server's own host may be http. Throws.
 */
export function checkAuthorizationServer(serverUrl: string, info: OAuthServerInfo): void {
  const metadata = info.authorizationServerMetadata;
  if (!metadata) return;
  const methods = metadata.code_challenge_methods_supported;
  if (!methods?.includes("S256")) {
    throw new Error(
      "its authorization server does not say that it supports PKCE with S256, without which a login is not safe",
    );
  }
  const { authorization_endpoint: page, token_endpoint: token } = metadata;
  for (const address of [page, token, metadata.registration_endpoint]) {
    if (address === undefined) continue;
    const { protocol, hostname, host } = new URL(address);
    const isOwn = hostname === new URL(serverUrl).hostname && serverUrl.startsWith("http:");
    if (protocol !== "https:" && !(protocol === "http:" && (isOwn || LOOPBACK.test(hostname)))) {
      throw new Error(`its authorization server has an address that is not https, at ${host}`);
    }
  }
}

/** Whether the server, or the place where older servers have theirs, names an authorization server. */
export function isNamed({
  resourceMetadata,
  authorizationServerMetadata,
}: OAuthServerInfo): boolean {
  return resourceMetadata !== undefined || authorizationServerMetadata !== undefined;
}
