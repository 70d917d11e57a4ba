import { extractWWWAuthenticateParams } from "@modelcontextprotocol/sdk/client/auth.js";
import type { FetchLike } from "@modelcontextprotocol/sdk/shared/transport.js";
import type { TokenSource } from "../tokens/token-source.ts";

/**
 * A `fetch` that sends the source's token to the server's origin. A refused request is repeated once with a new token;
 * after that it throws the source's error. The transports of the SDK could do this themselves, but would register
 * clients
 * and prepare logins in the middle of a call.
 */
export function createAuthorizedFetch(base: FetchLike, source: TokenSource, url: URL): FetchLike {
  return async (address, init) => {
    const target = new URL(address, url);
    if (target.origin !== url.origin) return base(address, init);
    const send = (token: string | undefined): Promise<Response> =>
      base(address, token === undefined ? init : withToken(init, token));

    const token = await source.current();
    let response = await send(token);
    let step = nextStep(response);
    if (step) {
      const challenge = extractWWWAuthenticateParams(response);
      const other = await source[step](token, challenge);
      if (other !== undefined) {
        await response.body?.cancel();
        response = await send(other);
        step = nextStep(response);
        if (step === "replace") source.giveUp(other);
        if (step === "extend") await source.extend(other, extractWWWAuthenticateParams(response));
      }
    }
    if (!step) return response;
    await response.body?.cancel();
    throw await source.refusal(step === "replace" ? 401 : 403);
  };
}

function nextStep(response: Response): "replace" | "extend" | undefined {
  if (response.status === 401) return "replace";
  const isScope = extractWWWAuthenticateParams(response).error === "insufficient_scope";
  return response.status === 403 && isScope ? "extend" : undefined;
}

function withToken(init: RequestInit | undefined, token: string): RequestInit {
  const headers = new Headers(init?.headers);
  headers.set("authorization", `Bearer ${token}`);
  return { ...init, headers };
}
