// The provider that the SDK's login needs, for one login. Everything is kept in memory until the login has succeeded.
import type {
  OAuthClientProvider,
  OAuthServerInfo,
} from "@modelcontextprotocol/sdk/client/auth.js";
import type {
  OAuthClientInformationMixed,
  OAuthClientMetadata,
  OAuthTokens,
} from "@modelcontextprotocol/sdk/shared/auth.js";
import type { OAuthDefinition } from "../oauth-definition.ts";

/** What is decided before the login starts. */
export interface LoginPlan {
  oauth: OAuthDefinition;
  redirectUrl: string;
  state: string;
  server: OAuthServerInfo;
  /** The client from the entry. If there is none, a client is registered. */
  client: OAuthClientInformationMixed | undefined;
}

/** A login in progress. */
export interface LoginAttempt {
  readonly provider: OAuthClientProvider;
  /** The page for the person, once there is one. */
  readonly page: URL | undefined;
  readonly client: OAuthClientInformationMixed | undefined;
  readonly tokens: OAuthTokens | undefined;
}

export function createLoginAttempt(plan: LoginPlan): LoginAttempt {
  let page: URL | undefined;
  let verifier = "";
  let { client } = plan;
  let tokens: OAuthTokens | undefined;
  const clientMetadata = describeClient(plan);
  const provider: OAuthClientProvider = {
    redirectUrl: plan.redirectUrl,
    clientMetadata,
    ...(plan.oauth.clientMetadataUrl !== undefined && {
      clientMetadataUrl: plan.oauth.clientMetadataUrl,
    }),
    state: () => plan.state,
    discoveryState: () => plan.server,
    clientInformation: () => client,
    // A client that the entry names is never replaced by one that registers itself.
    ...(!plan.client && {
      saveClientInformation(registered: OAuthClientInformationMixed) {
        client = registered;
      },
    }),
    tokens: () => undefined,
    saveTokens(given) {
      tokens = given;
    },
    redirectToAuthorization(url) {
      page = url;
    },
    saveCodeVerifier(given) {
      verifier = given;
    },
    codeVerifier: () => verifier,
  };
  return {
    provider,
    get page() {
      return page;
    },
    get client() {
      return client;
    },
    get tokens() {
      return tokens;
    },
  };
}

function describeClient({ redirectUrl, server }: LoginPlan): OAuthClientMetadata {
  const metadata = {
    client_name: "mcp-code-execution",
    redirect_uris: [redirectUrl],
    grant_types: ["authorization_code", "refresh_token"],
    response_types: ["code"],
    token_endpoint_auth_method: chooseAuthMethod(server),
    // OpenID Connect allows loopback addresses only for native applications.
    application_type: "native",
  };
  return metadata;
}

/** A program on a user's machine cannot keep a secret, so none is requested if the server allows that. */
function chooseAuthMethod({ authorizationServerMetadata }: OAuthServerInfo): string {
  const supported = authorizationServerMetadata?.token_endpoint_auth_methods_supported;
  if (!supported || supported.includes("none")) return "none";
  return supported.includes("client_secret_basic") ? "client_secret_basic" : "client_secret_post";
}
