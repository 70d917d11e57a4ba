// Tokens for a program that acts for itself: the client's id and secret are enough to get one.
import {
  auth,
  discoverOAuthServerInfo,
  type OAuthClientProvider,
  type OAuthServerInfo,
} from "@modelcontextprotocol/sdk/client/auth.js";
import type {
  OAuthClientInformationMixed,
  OAuthTokens,
} from "@modelcontextprotocol/sdk/shared/auth.js";
import { RegistryError } from "../../registry-error.ts";
import { checkAddresses } from "../login/check-authorization-server.ts";
import {
  type Credentials,
  joinScopes,
  readCredentials,
  withTokens,
  writeCredentials,
} from "../store/credentials.ts";
import { clientOf } from "../store/login-client.ts";
import { rememberSecretsOf } from "../known-secrets.ts";
import { loginFailed } from "../login-errors.ts";
import { createOAuthFetch } from "../requests/oauth-fetch.ts";
import { requireOwnMetadata } from "../login/safe-address.ts";
import { createSharedWork } from "./shared-work.ts";
import type { LoginContext } from "./stored-login.ts";
import type { Challenge, TokenSource } from "./token-source.ts";

/**
 * Tokens by the `client_credentials` grant. The id and the secret are sent only to the first authorization server that
 * accepted them.
 */
export function createClientCredentials(context: LoginContext): TokenSource {
  const { server, definition, store, secrets, mask } = context;
  const { url } = definition;
  const ceiling = definition.oauth?.scopes?.join(" ");
  let givenUp: string | undefined;
  let refusedScope: string | undefined;

  const shared = createSharedWork<string | undefined>();

  const request = (
    refused: string | undefined,
    challenge: Challenge,
  ): Promise<string | undefined> =>
    shared(JSON.stringify([refused, challenge.scope]), () => requestAlone(refused, challenge));

  function requestAlone(
    refused: string | undefined,
    challenge: Challenge,
  ): Promise<string | undefined> {
    return store.exclusively(url, async () => {
      const credentials = await readCredentials(store, url);
      rememberSecretsOf(secrets, credentials.tokens);
      const stored = credentials.tokens?.access_token;
      if (stored !== undefined && stored !== refused) return stored;
      if (stored !== undefined && stored === givenUp) return undefined;
      const client = clientOf(credentials, definition);
      if (!client) throw missingClient(server);
      const scope = joinScopes(ceiling ?? challenge.scope);
      let tokens: OAuthTokens | undefined;
      let next: Credentials;
      try {
        tokens = await askForTokens(client, scope, challenge);
        if (!tokens) return undefined;
        const bound = { client_id: client.client_id, issuer: tokens.issuer };
        next = withTokens({ ...credentials, client: bound }, tokens);
      } catch (error) {
        const what = `Server "${server}" needs a token, and its authorization server gave none`;
        throw loginFailed(server, what, error, mask);
      }
      await writeCredentials(store, url, next);
      return tokens.access_token;
    });
  }

  async function askForTokens(
    client: OAuthClientInformationMixed,
    scope: string | undefined,
    challenge: Challenge,
  ): Promise<OAuthTokens | undefined> {
    requireOwnMetadata(url, challenge);
    const fetchFn = createOAuthFetch(definition, secrets);
    const info = await discoverOAuthServerInfo(url, { ...challenge, fetchFn });
    checkAddresses(url, info);
    const grant = createGrant(client, info, scope);
    await auth(grant.provider, { serverUrl: url, fetchFn, ...(scope !== undefined && { scope }) });
    return grant.tokens();
  }

  return {
    async current() {
      const { tokens, expiresAt = Infinity } = await readCredentials(store, url);
      rememberSecretsOf(secrets, tokens);
      const token = tokens?.access_token;
      if (token === undefined || Date.now() < expiresAt) return token;
      return request(token, {});
    },
    replace: request,
    // There is nobody to ask whether it may have more scopes than its entry names.
    async extend(refused, challenge) {
      const isWithin = joinScopes(ceiling, challenge.scope) === joinScopes(ceiling);
      refusedScope = ceiling === undefined || isWithin ? undefined : challenge.scope;
      return refusedScope === undefined ? request(refused, challenge) : undefined;
    },
    giveUp(token) {
      givenUp = token;
    },
    async refusal(status) {
      if (status === 403 && refusedScope !== undefined) {
        const wanted = refusedScope.slice(0, 300);
        const more = `Server "${server}" wants the scopes ${wanted}, and "scopes" in "oauth" of its entry has not all of them. Add them if it may have them.`;
        return new RegistryError("call-failed", mask(more), { server });
      }
      const summary = `Server "${server}" refuses the token of its client id (HTTP ${status}). Check "oauth" in its entry.`;
      return new RegistryError("login-failed", mask(summary), { server });
    },
  };
}

function createGrant(
  client: OAuthClientInformationMixed,
  info: OAuthServerInfo,
  scope: string | undefined,
): { provider: OAuthClientProvider; tokens(): OAuthTokens | undefined } {
  let saved: OAuthTokens | undefined;
  const provider: OAuthClientProvider = {
    redirectUrl: undefined,
    clientMetadata: {
      redirect_uris: [],
      grant_types: ["client_credentials"],
    },
    discoveryState: () => info,
    clientInformation: () => client,
    tokens: () => undefined,
    saveTokens(tokens) {
      saved = tokens;
    },
    prepareTokenRequest() {
      const parameters = new URLSearchParams({ grant_type: "client_credentials" });
      if (scope !== undefined) parameters.set("scope", scope);
      return parameters;
    },
    redirectToAuthorization: unused,
    saveCodeVerifier: unused,
    codeVerifier: unused,
  };
  return { provider, tokens: () => saved };
}

function unused(): never {
  throw new Error("nobody logs in with client credentials");
}

function missingClient(server: string): RegistryError {
  const summary = `Server "${server}" is to be reached with client credentials, but "oauth" in its entry has no clientId, or another than before.`;
  return new RegistryError("login-failed", summary, { server });
}
