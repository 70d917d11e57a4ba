// What the SDK's OAuth functions fetch with: metadata, registrations and tokens. Every answer is bounded in time and
// size, and what is secret in a message is remembered before anything can go wrong with it.
import type { FetchLike } from "@modelcontextprotocol/sdk/shared/transport.js";
import type { UrlServerDefinition } from "../registry-types.ts";
import { readBounded } from "./bounded-response.ts";
import { rememberSecret, rememberSecretsOf } from "./known-secrets.ts";

const TIMEOUT_MS = 30_000;
const LARGEST_ANSWER = 1024 * 1024;
const NO_BODY: ReadonlySet<number> = new Set([101, 204, 205, 304]);

/** A `fetch` for OAuth. The entry's headers go to the server's own origin only. */
export function createOAuthFetch(
  definition: UrlServerDefinition,
  secrets: Set<string>,
  signal?: AbortSignal,
): FetchLike {
  const { origin } = new URL(definition.url);
  return async (url, init = {}) => {
    const headers = new Headers(new URL(url).origin === origin ? definition.headers : undefined);
    for (const [name, value] of new Headers(init.headers)) headers.set(name, value);
    rememberSecretsOf(secrets, init.body);
    rememberSecret(secrets, headers.get("authorization")?.replace(/^\w+ /, ""));
    const limits = [AbortSignal.timeout(TIMEOUT_MS), signal, init.signal ?? undefined];
    const response = await fetch(url, {
      ...init,
      headers,
      signal: AbortSignal.any(limits.filter((limit) => limit !== undefined)),
    });
    const { status, statusText } = response;
    if (NO_BODY.has(status)) return response;
    const text = await readBounded(response, LARGEST_ANSWER);
    rememberSecretsOf(secrets, parseJson(text));
    return new Response(text, { status, statusText, headers: response.headers });
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
