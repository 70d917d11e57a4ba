// Tokens for a program that is its own user: the client's id and secret are enough to get one.
import { auth, type OAuthClientProvider } from "@modelcontextprotocol/sdk/client/auth.js";
import type {
  OAuthClientInformationMixed,
  OAuthTokens,
} from "@modelcontextprotocol/sdk/shared/auth.js";
import { RegistryError } from "../registry-error.ts";
import { joinScopes, readCredentials, writeCredentials } from "./credentials.ts";
import { rememberSecretsOf } from "./known-secrets.ts";
import { loginFailed } from "./login-errors.ts";
import { createOAuthFetch } from "./oauth-fetch.ts";
import { clientOf, type LoginContext, withTokens } from "./stored-login.ts";
import type { Challenge, TokenSource } from "./token-source.ts";

/** Tokens by the `client_credentials` grant. The id and the secret stay with the first authorization server that took them. */
export function createClientCredentials(context: LoginContext): TokenSource {
  const { server, definition, store, secrets, mask } = context;
  const { url } = definition;
  let givenUp: string | undefined;

  function request(
    refused: string | undefined,
    challenge: Challenge,
    wanted?: string,
  ): Promise<string | undefined> {
    return store.exclusively(url, async () => {
      const credentials = await readCredentials(store, url);
      rememberSecretsOf(secrets, credentials.tokens);
      const stored = credentials.tokens?.access_token;
      if (stored !== undefined && stored !== refused) return stored;
      if (stored !== undefined && stored === givenUp) return undefined;
      const client = clientOf(credentials, definition);
      if (!client) throw missingClient(server);
      const scope = joinScopes(definition.oauth?.scopes?.join(" ") ?? challenge.scope, wanted);
      const grant = createGrant(client, scope);
      try {
        await auth(grant.provider, {
          serverUrl: url,
          fetchFn: createOAuthFetch(definition, secrets),
          ...(scope !== undefined && { scope }),
          ...(challenge.resourceMetadataUrl && {
            resourceMetadataUrl: challenge.resourceMetadataUrl,
          }),
        });
      } catch (error) {
        const what = `Server "${server}" needs a token, and its authorization server gave none`;
        throw loginFailed(server, what, error, mask);
      }
      const tokens = grant.tokens();
      if (!tokens) return undefined;
      const bound = { client_id: client.client_id, issuer: tokens.issuer };
      await writeCredentials(store, url, withTokens({ ...credentials, client: bound }, tokens));
      return tokens.access_token;
    });
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
    extend: (refused, challenge) => request(refused, challenge, challenge.scope),
    giveUp(token) {
      givenUp = token;
    },
    async refusal(status) {
      const summary = `Server "${server}" refuses the token of its client id (HTTP ${status}). Check "oauth" in its entry.`;
      return new RegistryError("login-failed", mask(summary), { server });
    },
  };
}

function createGrant(
  client: OAuthClientInformationMixed,
  scope: string | undefined,
): { provider: OAuthClientProvider; tokens(): OAuthTokens | undefined } {
  let saved: OAuthTokens | undefined;
  const provider: OAuthClientProvider = {
    redirectUrl: undefined,
    clientMetadata: {
      redirect_uris: [],
      grant_types: ["client_credentials"],
      ...(scope !== undefined && { scope }),
    },
    clientInformation: () => client,
    tokens: () => undefined,
    saveTokens(tokens) {
      saved = tokens;
    },
    prepareTokenRequest(asked) {
      const parameters = new URLSearchParams({ grant_type: "client_credentials" });
      if (asked !== undefined) parameters.set("scope", asked);
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
