import type { FetchLike } from "@modelcontextprotocol/sdk/shared/transport.js";
import type { UrlServerDefinition } from "../servers/server-definition.ts";
import type { AuthStore } from "./auth-store.ts";
import { createAuthorizedFetch } from "./authorized-fetch.ts";
import { withPlainError } from "./bounded-response.ts";
import { createClientCredentials } from "./client-credentials.ts";
import { memoryAuthStore } from "./memory-auth-store.ts";
import { createStoredLogin } from "./stored-login.ts";

/** What a server's requests depend on. */
export interface ServerFetchOptions {
  server: string;
  definition: UrlServerDefinition;
  /** Without one there are no logins. */
  store: AuthStore | undefined;
  /** Learns the tokens that are in use, for `mask`. */
  secrets: Set<string>;
  mask: (text: string) => string;
}

/** The `fetch` of a server: with tokens where it may have some, and with refusals that are short and hold no secret. */
export function createServerFetch(options: ServerFetchOptions): FetchLike {
  const { definition, mask } = options;
  const plain: FetchLike = async (url, init) => withPlainError(await fetch(url, init), mask);
  const isOwn = definition.oauth?.grantType === "client_credentials";
  const store = options.store ?? (isOwn ? memoryAuthStore() : undefined);
  if (!store || hasAuthorization(definition) || !URL.canParse(definition.url)) return plain;
  const context = { ...options, store };
  const source = isOwn ? createClientCredentials(context) : createStoredLogin(context);
  return createAuthorizedFetch(plain, source, new URL(definition.url));
}

/** Whether the entry itself says how to authorize; then OAuth stays out of it. */
export function hasAuthorization({ headers = {} }: UrlServerDefinition): boolean {
  return Object.keys(headers).some((name) => name.toLowerCase() === "authorization");
}
