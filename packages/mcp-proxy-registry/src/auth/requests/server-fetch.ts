import type { FetchLike } from "@modelcontextprotocol/sdk/shared/transport.js";
import type { UrlServerDefinition } from "../../servers/server-definition.ts";
import type { AuthStore } from "../store/auth-store.ts";
import { createAuthorizedFetch } from "./authorized-fetch.ts";
import { withPlainError } from "./bounded-response.ts";
import { patientFetch } from "./patient-fetch.ts";
import { createClientCredentials } from "../tokens/client-credentials.ts";
import { memoryAuthStore } from "../store/memory-auth-store.ts";
import { createStoredLogin } from "../tokens/stored-login.ts";

/** What requests to a server depend on. */
export interface ServerFetchOptions {
  server: string;
  definition: UrlServerDefinition;
  /** If absent, there are no logins. */
  store: AuthStore | undefined;
  /** Receives the tokens in use, for `mask`. */
  secrets: Set<string>;
  mask: (text: string) => string;
}

/** The `fetch` of a server: adds tokens if there are any, and makes error responses short and free of secrets. */
export function createServerFetch(options: ServerFetchOptions): FetchLike {
  const { definition, mask } = options;
  const plain: FetchLike = async (url, init) => withPlainError(await patientFetch(url, init), mask);
  const isOwn = definition.oauth?.grantType === "client_credentials";
  const store = options.store ?? (isOwn ? memoryAuthStore() : undefined);
  if (!store || hasAuthorization(definition) || !URL.canParse(definition.url)) return plain;
  const context = { ...options, store };
  const source = isOwn ? createClientCredentials(context) : createStoredLogin(context);
  return createAuthorizedFetch(plain, source, new URL(definition.url));
}

/** Whether the entry itself has an authorization header; then OAuth is not used. */
export function hasAuthorization({ headers = {} }: UrlServerDefinition): boolean {
  return Object.keys(headers).some((name) => name.toLowerCase() === "authorization");
}
