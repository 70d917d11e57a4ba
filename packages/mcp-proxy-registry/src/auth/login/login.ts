// A person logs in to a server: the server's challenge → its authorization server → a page in the browser → a code that
// returns to this machine → tokens in the store. Nothing is stored until all of that has succeeded.
import { randomBytes } from "node:crypto";
import {
  auth,
  discoverOAuthServerInfo,
  type OAuthServerInfo,
} from "@modelcontextprotocol/sdk/client/auth.js";
import type { OAuthClientInformationMixed } from "@modelcontextprotocol/sdk/shared/auth.js";
import { checkLogin, checkStore } from "../../check-input.ts";
import { createMask } from "../../mask-secrets.ts";
import { RegistryError } from "../../registry-error.ts";
import type { UrlServerDefinition } from "../../servers/server-definition.ts";
import { askPerson } from "./ask-person.ts";
import type { AuthStore } from "../store/auth-store.ts";
import { checkAuthorizationServer, isNamed } from "./check-authorization-server.ts";
import { nobodyAnswers, requireClient } from "./require-client.ts";
import {
  type Credentials,
  joinScopes,
  readCredentials,
  withTokens,
  writeCredentials,
} from "../store/credentials.ts";
import { clientOf } from "../store/login-client.ts";
import { findChallenge } from "./find-challenge.ts";
import { rememberSecret } from "../known-secrets.ts";
import { loginFailed } from "../login-errors.ts";
import { createLoginAttempt, type LoginAttempt } from "./login-provider.ts";
import { openLoopbackCallback } from "./loopback-callback.ts";
import { createOAuthFetch } from "../requests/oauth-fetch.ts";
import type { PersonOptions } from "./person-options.ts";
import { requireOwnMetadata } from "./safe-address.ts";
import { hasAuthorization } from "../requests/server-fetch.ts";
import type { Challenge } from "../tokens/token-source.ts";

const defaultTimeoutMs = 300_000;

/** Options of a login. */
export interface LoginOptions extends PersonOptions {
  store: AuthStore;
  signal?: AbortSignal | undefined;
  /** Milliseconds for the whole login. Default 300,000. */
  timeoutMs?: number | undefined;
}

/** Logs in to a server and stores its tokens. Rejects with `login-failed`, which says why. */
export async function login(
  server: string,
  definition: UrlServerDefinition,
  options: LoginOptions,
): Promise<void> {
  checkLogin(definition, options);
  const secrets = new Set<string>();
  const mask = createMask(definition, secrets);
  const timeoutMs = options.timeoutMs ?? defaultTimeoutMs;
  const timeout = AbortSignal.timeout(timeoutMs);
  const signal = AbortSignal.any([timeout, ...(options.signal ? [options.signal] : [])]);
  try {
    requireLogin(server, definition);
    checkStore(options.store);
    const context = { server, definition, secrets, mask, signal, options };
    await logIn(context);
  } catch (error) {
    const what = `The login to server "${server}" failed`;
    if (options.signal?.aborted) {
      throw new RegistryError("cancelled", `${what}: it was cancelled.`, { server });
    }
    if (timeout.aborted) {
      const reason = `it was not finished within ${timeoutMs / 1000} s. Begin it again.`;
      throw new RegistryError("login-failed", `${what}: ${reason}`, { server });
    }
    throw loginFailed(server, what, error, mask);
  }
}

/** Throws if a login would not be used. */
function requireLogin(server: string, definition: UrlServerDefinition): void {
  const refuse = (reason: string): never => {
    throw new RegistryError("login-failed", `Server "${server}" ${reason}`, { server });
  };
  if (typeof definition.url !== "string") {
    refuse("has no url; only servers behind a URL have a login.");
  }
  if (hasAuthorization(definition)) {
    refuse(
      "has an Authorization header in its entry, which is used instead of a login. Remove it to log in.",
    );
  }
  if (definition.oauth?.grantType === "client_credentials") {
    refuse("is reached with the client credentials of its entry; nobody needs to log in.");
  }
}

interface LoginContext {
  server: string;
  definition: UrlServerDefinition;
  secrets: Set<string>;
  mask: (text: string) => string;
  signal: AbortSignal;
  options: LoginOptions;
}

async function logIn(context: LoginContext): Promise<void> {
  const { server, definition, secrets, mask, signal, options } = context;
  const { url, oauth = {} } = definition;
  const fetchFn = createOAuthFetch(definition, secrets, signal);
  const before = await readCredentials(options.store, url);
  const found = await findChallenge(server, definition, mask, signal);
  const challenge = found ?? {};
  requireOwnMetadata(url, challenge);
  const info = await discoverOAuthServerInfo(url, { ...challenge, fetchFn });
  if (!found && !isNamed(info)) {
    throw new Error("it answers without a login and names no authorization server");
  }
  checkAuthorizationServer(url, info, oauth.issuer);

  const state = randomBytes(32).toString("base64url");
  rememberSecret(secrets, state);
  const callback = await openLoopbackCallback(state, oauth.redirectPort).catch((error: unknown) => {
    throw new Error(`port ${oauth.redirectPort} of this machine cannot be used: ${String(error)}`);
  });
  try {
    const { redirectUrl } = callback;
    const client = oauth.clientId === undefined ? undefined : entryClient(before, definition);
    const attempt = createLoginAttempt({ oauth, redirectUrl, state, server: info, client });
    const scope = chooseScope(definition, challenge, before, info);
    requireClient(client, info, oauth);
    await auth(attempt.provider, { serverUrl: url, fetchFn, ...(scope && { scope }) }).catch(
      (error: unknown) => {
        throw isNamed(info) ? error : new Error(nobodyAnswers(url), { cause: error });
      },
    );
    const question = { page: attempt.page, state, server: info, came: callback.parameters };
    const code = await askPerson(question, options, signal);
    rememberSecret(secrets, code);
    await auth(attempt.provider, { serverUrl: url, fetchFn, authorizationCode: code });
    const credentials = credentialsOf(attempt, client !== undefined, {
      server: info,
      ...(scope && { askedScope: scope }),
    });
    await options.store.exclusively(url, () => writeCredentials(options.store, url, credentials));
  } finally {
    await callback.close();
  }
}

/** The client of the entry, bound to the authorization server that took it at the last login. */
function entryClient(
  before: Credentials,
  definition: UrlServerDefinition,
): OAuthClientInformationMixed | undefined {
  return clientOf(before, definition) ?? clientOf({}, definition);
}

/**
 * The scopes of the entry or else of the server; those that the server has requested since; and the scope for staying
 * logged in, if there is one.
 */
function chooseScope(
  { oauth }: UrlServerDefinition,
  challenge: Challenge,
  before: Credentials,
  { resourceMetadata, authorizationServerMetadata }: OAuthServerInfo,
): string | undefined {
  const wanted = oauth?.scopes?.join(" ") ?? challenge.scope;
  const { neededScope } = before;
  const more = neededScope === undefined ? undefined : joinScopes(before.askedScope, neededScope);
  const scope = joinScopes(wanted ?? resourceMetadata?.scopes_supported?.join(" "), more);
  const stays = authorizationServerMetadata?.scopes_supported?.includes("offline_access");
  return scope !== undefined && stays ? joinScopes(scope, "offline_access") : scope;
}

function credentialsOf(
  { client, tokens }: LoginAttempt,
  isEntryClient: boolean,
  rest: Credentials,
): Credentials {
  if (!tokens || !client) throw new Error("its authorization server gave no token");
  if (tokens.token_type.toLowerCase() !== "bearer") {
    throw new Error(
      `its authorization server gave a token of the type ${tokens.token_type}; only bearer is supported`,
    );
  }
  const kept = isEntryClient ? { client_id: client.client_id, issuer: tokens.issuer } : client;
  return withTokens({ ...rest, client: kept }, tokens);
}
