import type { OAuthServerInfo } from "@modelcontextprotocol/sdk/client/auth.js";
import { untilAborted } from "../../cancelling/until-aborted.ts";
import { parametersOf } from "./loopback-callback.ts";
import type { PersonOptions } from "./person-options.ts";
import { isSameUrl } from "../requests/same-url.ts";

/** The login page, and how to recognize the answer. */
export interface LoginQuestion {
  page: URL | undefined;
  state: string;
  server: OAuthServerInfo;
  /** Resolves with the parameters that the browser brought back to this machine. */
  came: Promise<URLSearchParams>;
}

/** Sends the person to the page and waits for the code that comes back. */
export async function askPerson(
  { page, state, server, came }: LoginQuestion,
  options: PersonOptions,
  signal: AbortSignal,
): Promise<string> {
  if (!page || !/^https?:$/.test(page.protocol)) {
    throw new Error("its authorization server names no page to log in on");
  }
  const { href } = page;
  options.onUrl?.(href, receiverOf(page, server));
  void openQuietly(href, options);
  const done = new AbortController();
  const { pastedUrl } = options;
  try {
    const ends = AbortSignal.any([signal, done.signal]);
    const ways = [came, ...(pastedUrl ? [pasted(pastedUrl, state, ends)] : [])];
    return readCode(await untilAborted(Promise.race(ways), signal), server);
  } finally {
    done.abort();
  }
}

/** The host that the code goes to, where it is another than the page's. */
function receiverOf(
  page: URL,
  { authorizationServerMetadata }: OAuthServerInfo,
): string | undefined {
  const endpoint = authorizationServerMetadata?.token_endpoint;
  const host =
    endpoint !== undefined && URL.canParse(endpoint) ? new URL(endpoint).host : page.host;
  return host === page.host ? undefined : host;
}

async function openQuietly(href: string, { openBrowser }: PersonOptions): Promise<void> {
  try {
    await openBrowser?.(href);
  } catch {
    // The address was also shown.
  }
}

async function pasted(
  ask: (signal: AbortSignal) => Promise<string>,
  state: string,
  signal: AbortSignal,
): Promise<URLSearchParams> {
  try {
    while (!signal.aborted) {
      const parameters = parametersOf(await ask(signal), state);
      if (parameters) return parameters;
    }
  } catch {
    // Nobody is there to paste.
  }
  return new Promise<never>(() => {});
}

/** Checks the issuer of the answer (RFC 9207) and returns the code. */
function readCode(
  parameters: URLSearchParams,
  { authorizationServerUrl, authorizationServerMetadata }: OAuthServerInfo,
): string {
  const metadata: Record<string, unknown> = { ...authorizationServerMetadata };
  const issuer = parameters.get("iss");
  const saysIssuer = metadata["authorization_response_iss_parameter_supported"] === true;
  // A server whose authorization server does not describe itself may have sent the browser on to an honest one.
  const isOther =
    metadata["issuer"] === undefined
      ? !isSameUrl(issuer ?? authorizationServerUrl, authorizationServerUrl)
      : issuer !== null && issuer !== metadata["issuer"];
  if (isOther || (issuer === null && saysIssuer)) {
    throw new Error("the answer came from another authorization server than was asked");
  }
  const error = parameters.get("error");
  if (error !== null) {
    const words = [error, parameters.get("error_description")].filter((word) => word !== null);
    throw new Error(`the authorization server refused: ${words.join(": ")}`);
  }
  const code = parameters.get("code");
  if (!code) throw new Error("the authorization server sent the browser back without a code");
  return code;
}
