// The `fetch` for the SDK's OAuth functions: metadata, registrations and tokens. Every answer is limited in time and
// size, and secrets in a message are remembered for masking before anything can fail.
import type { FetchLike } from "@modelcontextprotocol/sdk/shared/transport.js";
import type { UrlServerDefinition } from "../../servers/server-definition.ts";
import { hasLongAddress } from "../../long-address.ts";
import { readBounded } from "./bounded-response.ts";
import { rememberSecret, rememberSecretsOf } from "../known-secrets.ts";
import { requireSafeAddress } from "../login/safe-address.ts";

const defaultTimeoutMs = 30_000;
const largestAnswer = 1024 * 1024;
const maxRedirects = 5;
const noBody: ReadonlySet<number> = new Set([101, 204, 205, 304]);

/**
 * A `fetch` for OAuth. It uses only safe addresses, also after redirects, and follows only redirects of GET. The
 * entry's headers are sent only to the server's own origin.
 */
export function createOAuthFetch(
  definition: UrlServerDefinition,
  secrets: Set<string>,
  signal?: AbortSignal,
): FetchLike {
  const { origin } = new URL(definition.url);

  async function send(url: URL, init: RequestInit): Promise<Response> {
    requireSafeAddress(definition.url, url);
    const headers = new Headers(url.origin === origin ? definition.headers : undefined);
    for (const [name, value] of new Headers(init.headers)) headers.set(name, value);
    rememberSecret(secrets, headers.get("authorization")?.replace(/^\w+ /, ""));
    return fetch(url, { ...init, headers, redirect: "manual" });
  }

  return async (address, init = {}) => {
    rememberSecretsOf(secrets, init.body);
    const limits = [AbortSignal.timeout(defaultTimeoutMs), signal, init.signal ?? undefined];
    const bounded = {
      ...init,
      signal: AbortSignal.any(limits.filter((limit) => limit !== undefined)),
    };
    let url = new URL(address);
    let response = await send(url, bounded);
    for (let redirects = 0; redirects < maxRedirects; redirects += 1) {
      const location = response.headers.get("location");
      const isRedirect = response.status >= 300 && response.status < 400;
      if (!isRedirect || location === null || (init.method ?? "GET") !== "GET") break;
      await response.body?.cancel();
      url = new URL(location, url);
      response = await send(url, bounded);
    }
    const { status, statusText } = response;
    if (noBody.has(status)) return response;
    const text = await readBounded(response, largestAnswer);
    const answer = parseJson(text);
    rememberSecretsOf(secrets, answer);
    if (hasLongAddress(answer)) throw new Error("an answer about logins has too long an address");
    return new Response(text, { status, statusText, headers: response.headers });
  };
}

/** As the SDK reads it, which passes over a mark at its start. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch {
    return undefined;
  }
}
