import { isIP } from "node:net";

/** Whether a server that listens there can be reached only from this machine. */
export function isLoopback(host: string): boolean {
  const name = withoutBrackets(host).toLowerCase();
  return name === "localhost" || name === "::1" || (isIP(name) === 4 && name.startsWith("127."));
}

/** Whether a host is an IP address, also in the brackets of a URL. */
export function isAddress(host: string): boolean {
  return isIP(withoutBrackets(host)) !== 0;
}

/** The name in a Host header, without the port; undefined if it is invalid. */
export function hostName(header: string): string | undefined {
  try {
    const { hostname, username, pathname } = new URL(`http://${header}`);
    return username || pathname !== "/" ? undefined : hostname;
  } catch {
    return undefined;
  }
}

function withoutBrackets(host: string): string {
  return host.startsWith("[") && host.endsWith("]") ? host.slice(1, -1) : host;
}
