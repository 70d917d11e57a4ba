// A small authorization server: the SDK's endpoints over tokens in memory. A refresh token is good for one use, and a
// second use of it ends the whole login, as OAuth 2.1 has it for clients that cannot keep a secret.
import { randomUUID } from "node:crypto";
import {
  InvalidGrantError,
  InvalidTokenError,
} from "@modelcontextprotocol/sdk/server/auth/errors.js";
import type { OAuthServerProvider } from "@modelcontextprotocol/sdk/server/auth/provider.js";
import type { AuthInfo } from "@modelcontextprotocol/sdk/server/auth/types.js";
import type {
  OAuthClientInformationFull,
  OAuthTokens,
} from "@modelcontextprotocol/sdk/shared/auth.js";

interface Grant {
  client: string;
  scopes: string[];
  resource?: URL | undefined;
  challenge: string;
  redirectUri: string;
  isOver: boolean;
}

/** How the server behaves; tests change it while it runs. */
export interface AuthorizationSettings {
  /** Seconds that access tokens are good for. */
  expiresIn: number;
  /** What the login page answers with instead of a code. */
  refuseLogin: boolean;
  /** Milliseconds that a refresh takes. */
  refreshDelayMs: number;
}

/** The provider of the SDK's endpoints, and what a test may want to know of it. */
export interface AuthorizationServer {
  readonly provider: OAuthServerProvider;
  readonly settings: AuthorizationSettings;
  /** Every token, code and client secret that it gave out. */
  readonly issued: string[];
  readonly refreshes: number;
  /** Ends all logins. */
  revokeAll(): void;
}

export function createAuthorizationServer(): AuthorizationServer {
  const settings = { expiresIn: 3600, refuseLogin: false, refreshDelayMs: 0 };
  const clients = new Map<string, OAuthClientInformationFull>();
  const codes = new Map<string, Grant>();
  const access = new Map<string, { grant: Grant; expiresAt: number }>();
  const refresh = new Map<string, { grant: Grant; isUsed: boolean }>();
  const issued: string[] = [];
  let refreshes = 0;

  function issue(kind: string): string {
    const secret = `planted-${kind}-${randomUUID()}`;
    issued.push(secret);
    return secret;
  }

  function issueTokens(grant: Grant): OAuthTokens {
    const tokens = { access: issue("access"), refresh: issue("refresh") };
    access.set(tokens.access, { grant, expiresAt: Date.now() + settings.expiresIn * 1000 });
    refresh.set(tokens.refresh, { grant, isUsed: false });
    return {
      access_token: tokens.access,
      refresh_token: tokens.refresh,
      token_type: "Bearer",
      expires_in: settings.expiresIn,
      scope: grant.scopes.join(" "),
    };
  }

  const provider: OAuthServerProvider = {
    clientsStore: {
      getClient: (id) => clients.get(id),
      registerClient(client) {
        const registered = { client_id: randomUUID(), ...client };
        if (registered.client_secret !== undefined) issued.push(registered.client_secret);
        clients.set(registered.client_id, registered);
        return registered;
      },
    },
    async authorize(client, params, response) {
      const target = new URL(params.redirectUri);
      if (params.state !== undefined) target.searchParams.set("state", params.state);
      if (settings.refuseLogin) {
        target.searchParams.set("error", "access_denied");
        target.searchParams.set("error_description", "the person\u001B[2J said no");
      } else {
        const code = issue("code");
        codes.set(code, {
          client: client.client_id,
          scopes: params.scopes ?? [],
          resource: params.resource,
          challenge: params.codeChallenge,
          redirectUri: params.redirectUri,
          isOver: false,
        });
        target.searchParams.set("code", code);
      }
      response.writeHead(302, { location: target.href }).end();
    },
    async challengeForAuthorizationCode(_client, code) {
      const grant = codes.get(code);
      if (!grant) throw new InvalidGrantError("unknown code");
      return grant.challenge;
    },
    async exchangeAuthorizationCode(client, code, verifier, redirectUri) {
      const grant = codes.get(code);
      codes.delete(code);
      if (verifier !== undefined) issued.push(verifier);
      if (grant?.client !== client.client_id || grant.redirectUri !== redirectUri) {
        throw new InvalidGrantError(`the code ${code} is not for you`);
      }
      return issueTokens(grant);
    },
    async exchangeRefreshToken(_client, token) {
      refreshes += 1;
      const known = refresh.get(token);
      if (!known || known.grant.isOver) throw new InvalidGrantError(`the token ${token} is over`);
      if (known.isUsed) {
        known.grant.isOver = true;
        throw new InvalidGrantError(`the token ${token} was used twice`);
      }
      known.isUsed = true;
      await new Promise((resolve) => setTimeout(resolve, settings.refreshDelayMs));
      return issueTokens(known.grant);
    },
    async verifyAccessToken(token): Promise<AuthInfo> {
      const known = access.get(token);
      if (!known || known.grant.isOver) throw new InvalidTokenError(`unknown token ${token}`);
      const { grant, expiresAt } = known;
      const { client, scopes, resource } = grant;
      return {
        token,
        clientId: client,
        scopes,
        expiresAt: expiresAt / 1000,
        ...(resource && { resource }),
      };
    },
    async revokeToken(_client, { token }) {
      const grant = refresh.get(token)?.grant ?? access.get(token)?.grant;
      if (grant) grant.isOver = true;
    },
  };
  return {
    provider,
    settings,
    issued,
    get refreshes() {
      return refreshes;
    },
    revokeAll() {
      for (const { grant } of refresh.values()) grant.isOver = true;
    },
  };
}
