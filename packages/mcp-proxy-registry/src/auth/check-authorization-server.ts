import type { OAuthServerInfo } from "@modelcontextprotocol/sdk/client/auth.js";
import { requireSafeAddress } from "./safe-address.ts";

/** What is asked, or shown to a person, in the life of a login. */
const endpoints = [
  "authorization_endpoint",
  "token_endpoint",
  "registration_endpoint",
  "revocation_endpoint",
] as const;

/**
 * What the MCP specification makes a client refuse: an authorization server without PKCE, and one whose addresses
 * are not https. Throws.
 */
export function checkAuthorizationServer(serverUrl: string, info: OAuthServerInfo): void {
  const metadata = info.authorizationServerMetadata;
  if (metadata && !metadata.code_challenge_methods_supported?.includes("S256")) {
    throw new Error(
      "its authorization server does not say that it supports PKCE with S256, without which a login is not safe",
    );
  }
  checkAddresses(serverUrl, info);
}

/** Throws where the authorization server, or any place that it names, is not one that may be asked. */
export function checkAddresses(serverUrl: string, info: OAuthServerInfo): void {
  const metadata: Record<string, unknown> = { ...info.authorizationServerMetadata };
  for (const address of [info.authorizationServerUrl, ...endpoints.map((name) => metadata[name])]) {
    if (typeof address === "string") requireSafeAddress(serverUrl, address);
  }
}

/** Whether the server, or the place where older servers have theirs, names an authorization server. */
export function isNamed({
  resourceMetadata,
  authorizationServerMetadata,
}: OAuthServerInfo): boolean {
  return resourceMetadata !== undefined || authorizationServerMetadata !== undefined;
}
