import { errorCode, errorText } from "../../error-text.ts";

const notFound = new Set(["ENOTFOUND", "EAI_AGAIN"]);
const noWay = new Set(["ENETUNREACH", "EHOSTUNREACH", "ETIMEDOUT", "UND_ERR_CONNECT_TIMEOUT"]);
const noTls = new Set(["ERR_SSL_WRONG_VERSION_NUMBER", "ERR_SSL_PACKET_LENGTH_TOO_LONG", "EPROTO"]);
const ownAuthority = new Set([
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
]);

/** Why there was no answer from a server behind a URL, and what to check; with the system's error code. */
export function unreachableText(url: URL, error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  const code = errorCode(cause);
  const text = code === undefined ? undefined : meaningOf(code, url);
  if (text !== undefined) return `${text} (${code})`;
  // `fetch` itself says nothing but "fetch failed".
  if (!isOfFetch(error) || !(cause instanceof Error)) return errorText(error);
  return code === undefined ? errorText(cause) : `${errorText(cause)} (${code})`;
}

function isOfFetch(error: unknown): boolean {
  return error instanceof Error && error.message === "fetch failed";
}

function meaningOf(code: string, url: URL): string | undefined {
  if (notFound.has(code)) {
    return `the name of its host, ${url.hostname}, was not found; check its url, and the network`;
  }
  if (code === "ECONNREFUSED") {
    return `nothing answers at ${url.host}; check that it is running, and its url`;
  }
  if (noWay.has(code)) return `${url.host} cannot be reached; check the network, and its url`;
  if (noTls.has(code)) return `${url.host} does not speak TLS; check whether its url is http:`;
  if (ownAuthority.has(code)) {
    return `its certificate is of an authority that Node does not know; if it is your own, set NODE_EXTRA_CA_CERTS to the file of its certificate`;
  }
  return undefined;
}
