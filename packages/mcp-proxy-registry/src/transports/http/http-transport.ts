// MCP over HTTP. A URL says nothing about which of the two protocols its server speaks, so Streamable
// HTTP is tried first and SSE where the server answers as the MCP specification says an older one does.
import { SseError, SSEClientTransport } from "@modelcontextprotocol/sdk/client/sse.js";
import {
  StreamableHTTPClientTransport,
  StreamableHTTPError,
} from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import type { FetchLike } from "@modelcontextprotocol/sdk/shared/transport.js";
import type { UrlServerDefinition } from "../../servers/server-definition.ts";
import { AnswerGuard, mayHaveEnded } from "./answer-guard.ts";
import { httpErrorText, redirectTarget, statusOfText, unreadableText } from "./http-error-text.ts";
import { unreachableText } from "./unreachable-text.ts";
import type { TransportContext, UpstreamTransport } from "../upstream-transport.ts";

const sseOnlyStatuses: ReadonlySet<number | undefined> = new Set([400, 404, 405]);
const farewellMs = 1000;

/** The transports to try for a URL, in this order. Throws a TypeError if the URL is invalid. */
export function createUrlTransports(
  definition: UrlServerDefinition,
  fetchFrom: FetchLike = fetch,
  log: TransportContext["log"] = () => {},
): UpstreamTransport[] {
  const url = new URL(definition.url);
  if (url.protocol !== "http:" && url.protocol !== "https:") {
    throw new TypeError(`${url.protocol} is not http: or https:`);
  }
  const { headers } = definition;
  const parts = { url, headers, fetchFrom, warn: (why: string) => log("warning", why) };
  const sse = createSseTransport(parts);
  return definition.transport === "sse" ? [sse] : [createStreamableTransport(parts), sse];
}

/** What both transports are made of. */
interface UrlParts {
  url: URL;
  headers: Record<string, string> | undefined;
  fetchFrom: FetchLike;
  warn: (why: string) => void;
}

function createStreamableTransport({ url, headers, fetchFrom, warn }: UrlParts): UpstreamTransport {
  let isForgotten = false;
  const guard = new AnswerGuard(async (address, init) => {
    const response = await fetchFrom(address, init);
    isForgotten ||= mayHaveEnded(response.status, init);
    return response;
  }, warn);
  const channel = new StreamableHTTPClientTransport(url, {
    requestInit: { headers },
    fetch: guard.fetch,
  });
  const shared = common(url);
  return {
    ...shared,
    endReason: (error) =>
      isForgotten ? "it has ended our session (HTTP 404)" : shared.endReason(error),
    channel,
    answered: (id) => guard.answered(id),
    abandon: (id) => guard.abandon(id),
    onUnanswered(listener) {
      guard.onUnanswered = listener;
    },
    isFatal: () => false,
    isWrongTransport: (error) => sseOnlyStatuses.has(statusOf(error)),
    needsProbe: true,
    async close() {
      const farewell = AbortSignal.timeout(farewellMs);
      const refused = new Promise<void>((resolve) => {
        farewell.addEventListener("abort", () => resolve(), { once: true });
      });
      // Asks a server with sessions to delete this one; the result does not matter.
      await Promise.race([channel.terminateSession().catch(() => {}), refused]);
      await channel.close();
    },
  };
}

function createSseTransport({ url, headers, fetchFrom, warn }: UrlParts): UpstreamTransport {
  const guard = new AnswerGuard(fetchFrom, warn);
  let failure: unknown;
  const channel = new SSEClientTransport(url, {
    requestInit: { headers },
    async fetch(address, init) {
      try {
        return await guard.fetch(address, init);
      } catch (error) {
        failure = error;
        throw error;
      }
    },
  });
  const start = channel.start.bind(channel);
  // The event source keeps only an error's text, in which Node names the address.
  channel.start = () =>
    start().catch((error: unknown) => {
      throw failure ?? error;
    });
  const shared = common(url);
  return {
    ...shared,
    channel,
    answered: (id) => guard.answered(id),
    abandon: (id) => guard.abandon(id),
    endReason: (error) => guard.problem ?? shared.endReason(error),
    isGarbled: () => guard.problem !== undefined,
    // It would reconnect to a new session without a handshake, in which no answers arrive.
    isFatal: (error) => error instanceof SseError,
    isWrongTransport: () => false,
    needsProbe: true,
    close: () => channel.close(),
  };
}

function common(
  url: URL,
): Pick<UpstreamTransport, "address" | "endReason" | "explain" | "details"> {
  // Without user, password and query, which may contain keys.
  const address = `${url.origin}${url.pathname}`;
  const explain = (error: unknown): string => explainAt(url, error);
  return {
    address,
    explain,
    endReason: (error) =>
      error === undefined
        ? "the connection was lost"
        : `the connection was lost: ${explain(error)}`,
    details(error) {
      const target = redirectTarget(error);
      const redirected = target === undefined ? "" : `\nIt sends us to: ${target}`;
      return `Its address: ${address}${redirected}`;
    },
  };
}

function explainAt(url: URL, error: unknown): string {
  const unreadable = unreadableText(error);
  if (unreadable !== undefined) return unreadable;
  const status = statusOf(error) ?? statusOfText(error);
  return status === undefined ? unreachableText(error, url) : httpErrorText(status, error);
}

function statusOf(error: unknown): number | undefined {
  const known = error instanceof StreamableHTTPError || error instanceof SseError;
  return known && error.code !== undefined && error.code > 0 ? error.code : undefined;
}
