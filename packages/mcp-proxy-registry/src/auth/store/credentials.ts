// The stored data of a login, as JSON. Invalid text counts as no login.
import type { OAuthServerInfo } from "@modelcontextprotocol/sdk/client/auth.js";
import {
  type OAuthClientInformationMixed,
  OAuthClientInformationSchema,
  type OAuthTokens,
  OAuthTokensSchema,
} from "@modelcontextprotocol/sdk/shared/auth.js";
import { isObject } from "../../json-value.ts";
import type { AuthStore } from "./auth-store.ts";

// What fits into a header at all.
const sendable = /^[\x21-\x7e]+$/;
const longestToken = 64 * 1024;

/** A login to one server. */
export interface Credentials {
  /** The registered client. The secret of a client from the configuration is not stored here. */
  client?: OAuthClientInformationMixed;
  tokens?: OAuthTokens;
  /** When the access token expires, in milliseconds since 1970. */
  expiresAt?: number;
  /** The authorization server, for refreshing. */
  server?: OAuthServerInfo;
  /** The scopes of the last login, separated by spaces. */
  askedScope?: string;
  /** Scopes that the server has requested since then. */
  neededScope?: string;
}

export async function readCredentials(store: AuthStore, url: string): Promise<Credentials> {
  const text = await store.read(url);
  return text === undefined ? {} : parseCredentials(text);
}

export async function writeCredentials(
  store: AuthStore,
  url: string,
  credentials: Credentials,
): Promise<void> {
  await store.write(url, JSON.stringify({ url, ...credentials }, undefined, 2));
}

/** The credentials with new tokens. Throws where the token is none that can be sent: nothing is to be kept of it. */
export function withTokens(credentials: Credentials, tokens: OAuthTokens): Credentials {
  const { access_token: token } = tokens;
  if (!sendable.test(token) || token.length > longestToken) {
    throw new Error("its authorization server gave a token that cannot be sent in a header");
  }
  const { expiresAt: _before, ...rest } = credentials;
  const seconds = tokens.expires_in;
  const expiresAt = seconds === undefined ? undefined : Date.now() + seconds * 1000;
  return { ...rest, tokens, ...(expiresAt !== undefined && { expiresAt }) };
}

/** The scopes of all texts, without duplicates, in the order in which they first appear. */
export function joinScopes(...scopes: readonly (string | undefined)[]): string | undefined {
  const words = scopes.flatMap((scope) => scope?.split(" ") ?? []).filter((word) => word !== "");
  return words.length === 0 ? undefined : [...new Set(words)].join(" ");
}

function parseCredentials(text: string): Credentials {
  const value = parseJson(text);
  if (!isObject(value)) return {};
  const client = OAuthClientInformationSchema.loose().safeParse(value["client"]).data;
  const tokens = OAuthTokensSchema.safeParse(value["tokens"]).data;
  const server = value["server"];
  return {
    ...(client && { client }),
    ...(tokens && { tokens }),
    ...(typeof value["expiresAt"] === "number" && { expiresAt: value["expiresAt"] }),
    ...(isServerInfo(server) && { server }),
    ...(typeof value["askedScope"] === "string" && { askedScope: value["askedScope"] }),
    ...(typeof value["neededScope"] === "string" && { neededScope: value["neededScope"] }),
  };
}

const maxScopeCharacters = 4_000;

/**
 * As `joinScopes`, no longer than fits into the address of a page: a server may name others with each refusal.
 * @param newest comes first where not all are kept
 */
export function newestScopes(
  newest: string | undefined,
  before: string | undefined,
): string | undefined {
  const all = joinScopes(before, newest);
  if (all === undefined || all.length <= maxScopeCharacters) return all;
  const kept = joinScopes(newest, before)?.slice(0, maxScopeCharacters + 1) ?? "";
  // The last word may be a part of one.
  return joinScopes(kept.slice(0, Math.max(0, kept.lastIndexOf(" "))));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isServerInfo(value: unknown): value is OAuthServerInfo {
  return isObject(value) && typeof value["authorizationServerUrl"] === "string";
}
