// A person's login as a source of tokens. The tokens are read from the store for each request, so that a login in
// another process takes effect at once. Only one process at a time refreshes them, since a refresh token may be valid
// only once.
import { refreshAuthorization } from "@modelcontextprotocol/sdk/client/auth.js";
import {
  OAuthError,
  ServerError,
  TemporarilyUnavailableError,
  TooManyRequestsError,
} from "@modelcontextprotocol/sdk/server/auth/errors.js";
import { RegistryError } from "../../registry-error.ts";
import type { UrlServerDefinition } from "../../servers/server-definition.ts";
import type { AuthStore } from "../store/auth-store.ts";
import {
  type Credentials,
  joinScopes,
  newestScopes,
  readCredentials,
  withTokens,
  writeCredentials,
} from "../store/credentials.ts";
import { clientOf } from "../store/login-client.ts";
import { rememberSecretsOf } from "../known-secrets.ts";
import { loginFailed, loginRequired } from "../login-errors.ts";
import { createOAuthFetch } from "../requests/oauth-fetch.ts";
import { createSharedWork } from "./shared-work.ts";
import type { TokenSource } from "./token-source.ts";

// A token that expires within this time could expire before it arrives.
const expiryMarginMs = 30_000;
const givenUpMs = 60_000;

/** What the login to one server depends on. */
export interface LoginContext {
  server: string;
  definition: UrlServerDefinition;
  store: AuthStore;
  secrets: Set<string>;
  mask: (text: string) => string;
}

/** Tokens of the login that `login` left in the store. */
export function createStoredLogin(context: LoginContext): TokenSource {
  const { server, definition, store, secrets, mask } = context;
  const { url } = definition;
  const oauthFetch = createOAuthFetch(definition, secrets);
  let givenUp: { token: string; until: number } | undefined;

  async function read(): Promise<Credentials> {
    const credentials = await readCredentials(store, url);
    rememberSecretsOf(secrets, credentials.tokens);
    rememberSecretsOf(secrets, credentials.client);
    return credentials;
  }

  const shared = createSharedWork<string | undefined>();

  const renew = (refused: string | undefined): Promise<string | undefined> =>
    shared(refused ?? "", () => renewAlone(refused));

  async function renewAlone(refused: string | undefined): Promise<string | undefined> {
    if (!(await read()).tokens) return undefined;
    return store.exclusively(url, async () => {
      const credentials = await read();
      const stored = credentials.tokens?.access_token;
      if (stored !== undefined && stored !== refused) return stored;
      if (stored === givenUp?.token && performance.now() < (givenUp?.until ?? 0)) return undefined;
      return refresh(credentials);
    });
  }

  async function refresh(credentials: Credentials): Promise<string | undefined> {
    const { tokens, server: authorizationServer } = credentials;
    const client = clientOf(credentials, definition);
    if (!tokens?.refresh_token || !authorizationServer || !client) return undefined;
    try {
      const fresh = await refreshAuthorization(authorizationServer.authorizationServerUrl, {
        metadata: authorizationServer.authorizationServerMetadata,
        clientInformation: client,
        refreshToken: tokens.refresh_token,
        resource: authorizationServer.resourceMetadata?.resource,
        fetchFn: oauthFetch,
      });
      const next = withTokens(credentials, { ...tokens, ...fresh });
      await writeCredentials(store, url, next);
      return fresh.access_token;
    } catch (error) {
      if (!isFinal(error)) {
        throw loginFailed(server, `The login of server "${server}" was not renewed`, error, mask);
      }
      const { tokens: _refused, expiresAt: _ended, ...rest } = credentials;
      await writeCredentials(store, url, rest);
      return undefined;
    }
  }

  return {
    async current() {
      const { tokens, expiresAt = Infinity } = await read();
      const token = tokens?.access_token;
      if (token === undefined || Date.now() < expiresAt - expiryMarginMs) return token;
      // A token that cannot be renewed may still be valid for some seconds.
      return tokens?.refresh_token === undefined ? token : renew(token);
    },
    replace: renew,
    extend: (refused, { scope }) =>
      store.exclusively(url, async () => {
        const credentials = await read();
        const stored = credentials.tokens?.access_token;
        if (stored !== undefined && stored !== refused) return stored;
        const neededScope = newestScopes(scope, credentials.neededScope);
        if (neededScope !== credentials.neededScope)
          await writeCredentials(store, url, { ...credentials, neededScope });
        return undefined;
      }),
    giveUp(token) {
      givenUp = { token, until: performance.now() + givenUpMs };
    },
    async refusal(status) {
      const credentials = await read();
      if (status === 403) return scopeRefusal(server, credentials);
      if (credentials.server) {
        return loginRequired(server, `Server "${server}" no longer accepts the login to it`);
      }
      const others = Object.keys(definition.headers ?? {}).length > 0;
      const hint = others ? ", or other headers than its entry has" : "";
      return loginRequired(server, `Server "${server}" needs a login${hint}`);
    },
  };
}

/** Whether the authorization server said that this login is no longer valid, as opposed to a temporary failure. */
function isFinal(error: unknown): boolean {
  const isPassing =
    error instanceof ServerError ||
    error instanceof TemporarilyUnavailableError ||
    error instanceof TooManyRequestsError;
  return error instanceof OAuthError && !isPassing;
}

function scopeRefusal(server: string, credentials: Credentials): RegistryError {
  const { askedScope, neededScope, tokens } = credentials;
  const scopes = neededScope?.slice(0, 300);
  const asked = joinScopes(askedScope, tokens?.scope);
  if (neededScope === undefined || joinScopes(asked, neededScope) !== asked) {
    const more = scopes === undefined ? "" : `, with the scopes ${scopes}`;
    return loginRequired(server, `Server "${server}" needs another login${more}`);
  }
  const summary =
    `Server "${server}" refuses this (HTTP 403): it wants the scopes ${scopes}, which the login to it ` +
    "has asked for already. Ask whoever runs the server for the permission.";
  return new RegistryError("call-failed", summary, { server });
}
