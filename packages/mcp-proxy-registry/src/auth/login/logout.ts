import type { UrlServerDefinition } from "../../servers/server-definition.ts";
import { checkLogin, checkStore } from "../../check-input.ts";
import type { AuthStore } from "../store/auth-store.ts";
import { type Credentials, readCredentials } from "../store/credentials.ts";
import { createOAuthFetch } from "../requests/oauth-fetch.ts";
import { clientOf } from "../store/login-client.ts";

/** Options of a logout. */
export interface LogoutOptions {
  store: AuthStore;
  signal?: AbortSignal | undefined;
}

/**
 * Deletes the login to a server, and revokes it at the authorization server if that supports it (RFC 7009). Resolves
 * with whether there was a login.
 */
export async function logout(
  definition: UrlServerDefinition,
  options: LogoutOptions,
): Promise<boolean> {
  checkLogin(definition, options);
  checkStore(options.store);
  const { store, signal } = options;
  const { url } = definition;
  return store.exclusively(url, async () => {
    const credentials = await readCredentials(store, url);
    const wasThere = await store.remove(url);
    // The login is deleted here, whether or not revoking it succeeds.
    await revoke(definition, credentials, signal).catch(() => {});
    return wasThere;
  });
}

async function revoke(
  definition: UrlServerDefinition,
  credentials: Credentials,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { tokens, server } = credentials;
  const client = clientOf(credentials, definition);
  const metadata: Record<string, unknown> = { ...server?.authorizationServerMetadata };
  const address = metadata["revocation_endpoint"];
  if (typeof address !== "string" || !tokens || !client) return;
  const headers = new Headers({ accept: "application/json" });
  const body = new URLSearchParams({ client_id: client.client_id });
  if (client.client_secret !== undefined) body.set("client_secret", client.client_secret);
  const { refresh_token: refresh, access_token: access } = tokens;
  body.set("token", refresh ?? access);
  body.set("token_type_hint", refresh === undefined ? "access_token" : "refresh_token");
  await createOAuthFetch(
    definition,
    new Set(),
    signal,
  )(address, { method: "POST", headers, body, redirect: "error" });
}
