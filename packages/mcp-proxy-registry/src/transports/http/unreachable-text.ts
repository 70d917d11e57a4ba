import { errorCode, errorText } from "../../error-text.ts";

const notFound = new Set(["ENOTFOUND", "EAI_AGAIN"]);
const noWay = new Set(["ENETUNREACH", "EHOSTUNREACH", "ETIMEDOUT", "UND_ERR_CONNECT_TIMEOUT"]);
const ownAuthority = new Set([
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
]);

/** Why there was no answer from a server behind a URL, and what to check; with the system's error code. */
export function unreachableText(url: URL, error: unknown): string {
  const code = error instanceof Error ? errorCode(error.cause) : undefined;
  const text = code === undefined ? undefined : meaningOf(code, url);
  return text === undefined ? errorText(error) : `${text} (${code})`;
}

function meaningOf(code: string, url: URL): string | undefined {
  if (notFound.has(code)) {
    return `the name of its host, ${url.hostname}, was not found; check its url, and the network`;
  }
  if (code === "ECONNREFUSED") {
    return `nothing answers at ${url.host}; check that it is running, and its url`;
  }
  if (noWay.has(code)) return `${url.host} cannot be reached; check the network, and its url`;
  if (ownAuthority.has(code)) {
    return `its certificate is of an authority that Node does not know; if it is your own, set NODE_EXTRA_CA_CERTS to the file of its certificate`;
  }
  return undefined;
}
