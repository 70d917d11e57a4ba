import type { OAuthClientInformationMixed } from "@modelcontextprotocol/sdk/shared/auth.js";
import type { UrlServerDefinition } from "../../servers/server-definition.ts";
import type { Credentials } from "./credentials.ts";

/** The client of a login: the registered one, or the entry's if that has not changed. */
export function clientOf(
  { client }: Credentials,
  { oauth }: UrlServerDefinition,
): OAuthClientInformationMixed | undefined {
  if (oauth?.clientId === undefined) return client;
  if (client && client.client_id !== oauth.clientId) return undefined;
  return {
    client_id: oauth.clientId,
    ...(oauth.clientSecret !== undefined && { client_secret: oauth.clientSecret }),
    ...(client?.issuer !== undefined && { issuer: client.issuer }),
  };
}
