import type { OAuthServerInfo } from "@modelcontextprotocol/sdk/client/auth.js";
import { requireSafeAddress } from "./safe-address.ts";
import { isSameUrl } from "../requests/same-url.ts";

const shownCharacters = 200;

/** The endpoints that are requested, or shown to a person, during a login. */
const endpoints = [
  "authorization_endpoint",
  "token_endpoint",
  "registration_endpoint",
  "revocation_endpoint",
] as const;

/**
 * What a client must refuse: an authorization server that describes itself as another one (RFC 8414, section 3.3), one
 * without PKCE, and one whose addresses are not https. Throws.
 * @param trustedIssuer what it may describe itself as all the same, as the person says in the server's entry
 */
export function checkAuthorizationServer(
  serverUrl: string,
  info: OAuthServerInfo,
  trustedIssuer?: string,
): void {
  const metadata = info.authorizationServerMetadata;
  if (metadata && !metadata.code_challenge_methods_supported?.includes("S256")) {
    throw new Error(
      "its authorization server does not say that it supports PKCE with S256, without which a login is not safe",
    );
  }
  requireOwnIssuer(info, trustedIssuer);
  checkAddresses(serverUrl, info);
}

/**
 * A server could else name the page of an honest authorization server and a token endpoint of its own: the person logs
 * in where they trust, and the code, with all it takes to use it, comes to the server. With its issuer, which the honest
 * one sends back with the code, `askPerson` tells them apart.
 */
function requireOwnIssuer(
  { authorizationServerUrl, ...info }: OAuthServerInfo,
  trustedIssuer: string | undefined,
): void {
  const issuer = info.authorizationServerMetadata?.issuer;
  if (issuer === undefined || isSameUrl(issuer, trustedIssuer ?? authorizationServerUrl)) return;
  // An older server names none: its own origin is asked, and may be the place of one with a path.
  const isAlone = !info.resourceMetadata && trustedIssuer === undefined;
  if (isAlone && originOf(issuer) === originOf(authorizationServerUrl)) return;
  const said = URL.canParse(issuer) ? new URL(issuer).href.slice(0, shownCharacters) : "no URL";
  throw new Error(
    `its authorization server ${authorizationServerUrl} describes itself as another one ("issuer": ${said}), so a ` +
      "login there might not be safe. Whoever runs the server has to correct that; if they say that both are theirs, " +
      'write "oauth": {"issuer": "…"} with that address into its entry',
  );
}

function originOf(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).origin : undefined;
}

/** Throws if the authorization server, or any endpoint that it names, has an address that must not be used. */
export function checkAddresses(serverUrl: string, info: OAuthServerInfo): void {
  const metadata: Record<string, unknown> = { ...info.authorizationServerMetadata };
  for (const address of [info.authorizationServerUrl, ...endpoints.map((name) => metadata[name])]) {
    if (typeof address === "string") requireSafeAddress(serverUrl, address);
  }
}

/** Whether the server names an authorization server, directly or at the address that older servers use. */
export function isNamed({
  resourceMetadata,
  authorizationServerMetadata,
}: OAuthServerInfo): boolean {
  return resourceMetadata !== undefined || authorizationServerMetadata !== undefined;
}
