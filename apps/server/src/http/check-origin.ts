import type { IncomingMessage } from "node:http";
import { hostName, isAddress, isLoopback } from "./host-names.ts";
import type { Refusal } from "./refusal.ts";

/**
 * Refuses requests of web pages. A browser sends their Origin, and, after DNS rebinding, a foreign name as Host. A
 * server on loopback accepts loopback names; any other accepts addresses and its own name.
 */
export function checkOrigin(
  request: IncomingMessage,
  { host, allowedHosts }: { host: string; allowedHosts: readonly string[] },
): Refusal | undefined {
  const { host: header, origin } = request.headers;
  const name = header === undefined ? undefined : hostName(header);
  const allowed =
    name !== undefined &&
    (isLoopback(name) ||
      allowedHosts.some((other) => other.toLowerCase() === name) ||
      (!isLoopback(host) && (isAddress(name) || name === host.toLowerCase())));
  if (!allowed) {
    return {
      status: 403,
      message: `The Host header ${quoted(header)} is not one of this server. If it is yours, allow it: serve --http --allowed-host <name>.`,
    };
  }
  if (origin !== undefined && !isSameOrigin(origin, header)) {
    return {
      status: 403,
      message: `Requests from pages of ${quoted(origin)} are refused: no web page may run code here.`,
    };
  }
  return undefined;
}

function isSameOrigin(origin: string, host: string | undefined): boolean {
  try {
    return new URL(origin).host === new URL(`${new URL(origin).protocol}//${host}`).host;
  } catch {
    return false;
  }
}

function quoted(text: string | undefined): string {
  return text === undefined ? "that is missing" : JSON.stringify(text.slice(0, 200));
}
