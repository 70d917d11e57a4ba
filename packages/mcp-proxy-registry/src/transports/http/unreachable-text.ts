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

const brokenOff = new Set(["ECONNRESET", "EPIPE", "UND_ERR_SOCKET"]);

/**
 * Why there was no answer from a server behind that URL, and what to check; with the system's error code. Without its host:
 * sandboxed code can read it.
 */
export function unreachableText(error: unknown, { port }: URL): string {
  const cause = error instanceof Error ? error.cause : undefined;
  const code = errorCode(cause);
  const text = code === undefined ? undefined : meaningOf(code);
  if (text !== undefined) return `${text} (${code})`;
  // `fetch` itself says nothing but "fetch failed".
  if (!isOfFetch(error) || !(cause instanceof Error)) return errorText(error);
  // The Fetch standard blocks the ports of other protocols.
  if (cause.message === "bad port") {
    return `HTTP clients refuse port ${port}, which belongs to another protocol; let it listen on another one, and correct its url`;
  }
  const said = withoutPlaces(errorText(cause), cause);
  return code === undefined ? said : `${said} (${code})`;
}

/** Node's own texts name where it was going: `connect EPERM 10.0.0.7:443`. */
function withoutPlaces(text: string, cause: Error): string {
  const { address, hostname, host } = cause as Error & Record<string, unknown>;
  const places = [address, hostname, host].filter(
    (place): place is string => typeof place === "string" && place !== "",
  );
  return places.reduce((said, place) => said.replaceAll(place, "its address"), text);
}

function isOfFetch(error: unknown): boolean {
  return error instanceof Error && error.message === "fetch failed";
}

function meaningOf(code: string): string | undefined {
  if (notFound.has(code)) {
    return "the name of its host was not found; check its url, and the network";
  }
  if (code === "ECONNREFUSED") {
    return "nothing answers at its address; check that it is running, and its url";
  }
  if (noWay.has(code)) return "its address cannot be reached; check the network, and its url";
  if (noTls.has(code)) return "its address does not speak TLS; check whether its url is http:";
  if (brokenOff.has(code)) return "it broke the connection off before its answer was complete";
  if (code === "ERR_TLS_CERT_ALTNAME_INVALID") {
    return "its certificate is for another host than the one in its url";
  }
  if (ownAuthority.has(code)) {
    return "its certificate is of an authority that Node does not know; if it is your own, set NODE_EXTRA_CA_CERTS to the file of its certificate";
  }
  return undefined;
}
