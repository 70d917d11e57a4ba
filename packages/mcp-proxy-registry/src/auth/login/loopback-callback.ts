// The address on this machine to which the browser comes back after a login (RFC 8252, section 7.3).
import { timingSafeEqual } from "node:crypto";
import { EventEmitter, once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

const host = "127.0.0.1";
const path = "/callback";

/** A port that waits for one browser. */
export interface LoopbackCallback {
  readonly redirectUrl: string;
  /** The parameters of the first request with the right state. Other requests are refused and have no effect. */
  readonly parameters: Promise<URLSearchParams>;
  close(): Promise<void>;
}

/**
 * Waits on 127.0.0.1 only.
 * @param port default any free one
 */
export async function openLoopbackCallback(state: string, port = 0): Promise<LoopbackCallback> {
  const arrival = new EventEmitter<{ parameters: [URLSearchParams] }>();
  const parameters = once(arrival, "parameters").then(([given]) => given as URLSearchParams);
  let isTaken = false;
  const server = createServer((request, response) => {
    const address = `http://${host}:${portOf(server.address())}`;
    const url = parseUrl(request.url ?? "/", address);
    const isOurs = request.method === "GET" && url?.pathname === path;
    // After DNS rebinding, another site's page sends its own name as Host.
    if (!isOurs || request.headers.host !== new URL(address).host) {
      return answer(response, 404, "There is nothing here.");
    }
    if (isTaken || !isSame(url.searchParams.get("state") ?? "", state)) {
      return answer(response, 400, "This is not the login that was begun. Begin it again.");
    }
    isTaken = true;
    arrival.emit("parameters", url.searchParams);
    answer(response, 200, "That is all. You can close this page and go back to the terminal.");
  });
  server.listen(port, host);
  await once(server, "listening");
  return {
    redirectUrl: `http://${host}:${portOf(server.address())}${path}`,
    parameters,
    async close() {
      const closed = new Promise((done) => server.close(done));
      // Ends idle connections; the final page is still being sent to the browser.
      server.closeIdleConnections();
      const cut = setTimeout(() => server.closeAllConnections(), 1000);
      await closed;
      clearTimeout(cut);
    },
  };
}

/** The parameters of an address that a person copied from the browser, if it has the right state. */
export function parametersOf(pasted: string, state: string): URLSearchParams | undefined {
  const parameters = parseUrl(pasted.trim())?.searchParams;
  return parameters && isSame(parameters.get("state") ?? "", state) ? parameters : undefined;
}

function answer(response: ServerResponse, status: number, sentence: string): void {
  response.writeHead(status, {
    "content-type": "text/html; charset=utf-8",
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    "referrer-policy": "no-referrer",
    connection: "close",
  });
  response.end(
    `<!doctype html><meta name="viewport" content="width=device-width"><title>mcp-code-execution</title><p>${sentence}</p>\n`,
  );
}

function isSame(given: string, expected: string): boolean {
  const [left, right] = [Buffer.from(given), Buffer.from(expected)];
  return left.length === right.length && timingSafeEqual(left, right);
}

function portOf(address: AddressInfo | string | null): number {
  return typeof address === "object" && address !== null ? address.port : 0;
}

function parseUrl(text: string, base?: string): URL | undefined {
  return URL.canParse(text, base) ? new URL(text, base) : undefined;
}
