import type { OAuthServerInfo } from "@modelcontextprotocol/sdk/client/auth.js";
import type { OAuthClientInformationMixed } from "@modelcontextprotocol/sdk/shared/auth.js";
import type { OAuthDefinition } from "../oauth-definition.ts";
import { isSameUrl } from "../requests/same-url.ts";

/** Throws if there is no client for the login and none can be registered. The error says what a person can do. */
export function requireClient(
  client: OAuthClientInformationMixed | undefined,
  { authorizationServerUrl: address, authorizationServerMetadata: metadata }: OAuthServerInfo,
  oauth: OAuthDefinition,
): void {
  if (client?.issuer !== undefined && !isSameUrl(client.issuer, address)) {
    throw new Error(
      `the clientId of its entry belongs to ${client.issuer}, but it now names ${address} as its authorization server. ` +
        "If that is right, log out first",
    );
  }
  if (client || !metadata || metadata.registration_endpoint !== undefined) return;
  const takesDocuments = metadata.client_id_metadata_document_supported === true;
  if (oauth.clientMetadataUrl !== undefined && takesDocuments) return;
  const port = oauth.redirectPort ?? 8765;
  throw new Error(
    `its authorization server ${address} registers no clients by itself. Register one there by hand, with the ` +
      `address http://127.0.0.1:${port}/callback, and write "oauth": {"clientId": "…", "redirectPort": ${port}} into the entry`,
  );
}

/** The message for a server that requires a login but names no authorization server. */
export function nobodyAnswers(url: string): string {
  return `it names no authorization server, and ${new URL(url).origin} is none; it may want an Authorization header in its entry instead`;
}
