import type { EntryFault } from "./entry-fault.ts";
import type { WrittenEntry } from "./entry-schema.ts";
import type { ServerEntry } from "./server-entry.ts";

type Transport = ServerEntry["transport"];

/** Other clients' names for the transports, in lower case and without separators. */
const transports: Readonly<Record<string, Transport>> = {
  stdio: "stdio",
  local: "stdio",
  http: "http",
  streamablehttp: "http",
  remote: "http",
  sse: "sse",
};

/** An entry's transport: as written, or else `stdio` for a command, and according to the address for a URL. */
export function chooseTransport(written: WrittenEntry): Transport | "by-address" | EntryFault {
  const key = written.type === undefined ? "transport" : "type";
  const name = written[key];
  if (name !== undefined) {
    const message = `is "${name}", which is not supported. Write "stdio", "http" or "sse".`;
    return transports[name.toLowerCase().replaceAll(/[-_ ]/g, "")] ?? { path: [key], message };
  }
  const hasUrl = [written.url, written.httpUrl, written.serverUrl].some((url) => url !== undefined);
  if (written.command !== undefined && hasUrl) {
    const message = 'has both "command" and "url". Remove one, or add "type": "stdio" or "http".';
    return { path: [], message };
  }
  if (written.command !== undefined) return "stdio";
  if (hasUrl) return "by-address";
  const message =
    'has neither "command" nor "url". Add the program to start or the address to reach.';
  return { path: [], message };
}

/** By convention, the addresses of servers with the older transport end in `/sse`. */
export function transportByAddress(url: string): "http" | "sse" {
  return /\/sse\/?(?:[?#].*)?$/.test(url) ? "sse" : "http";
}
