import { isAnswer, isUnexpectedContent, unanswered } from "../../connection/connection-errors.ts";
import { errorText } from "../../error-text.ts";

const shownCharacters = 100;

// The SDK's words around the server's message.
const sdkWords =
  /^(?:Streamable HTTP error: |SSE error: )?(?:Error POSTing to endpoint(?: \(HTTP \d+\))?: |Failed to (?:open SSE stream|terminate session): |Non-200 status code \(\d+\))?/;
const noEventStream = /^SSE error: Invalid content type/;
const endedAtOnce = /^SSE error: undefined$/;
const otherEndpoint = /^Endpoint origin does not match connection origin: (.*)/s;
const unexpectedType = /Unexpected content type: (.*)$/s;
const ownPrefix = /^MCP error -?\d+: /;
const redirect = /Redirect to (?:plain http not followed; try )?(\S+)/;

/** The HTTP status of an error in which the SDK only mentions it in the text. */
export function statusOfText(error: unknown): number | undefined {
  const status = error instanceof Error ? /\(HTTP (\d{3})\)/.exec(error.message)?.[1] : undefined;
  return status === undefined ? undefined : Number(status);
}

/** Whether an error means that a server behind a URL has not taken the request, as opposed to having failed at it. */
export function isRefusal(error: unknown): boolean {
  // A server's own error may have any code.
  if (!(error instanceof Error) || isAnswer(error)) return false;
  const code = "code" in error ? error.code : undefined;
  const status = typeof code === "number" ? code : (statusOfText(error) ?? 0);
  return status >= 300 && status < 500;
}

/** What is wrong with an answer that cannot be read, if it is one of these errors. */
export function unreadableText(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if (error.name === "ZodError") return "it answered with what is no JSON-RPC message";
  if ("code" in error && error.code === unanswered) return error.message.replace(ownPrefix, "");
  if (noEventStream.test(error.message)) return "it answered with no event stream; check its url";
  if (endedAtOnce.test(error.message)) {
    return "it ended its event stream before it said where our messages go";
  }
  if (otherEndpoint.test(error.message)) {
    return "it would have our messages sent to another origin than its own, which is not done";
  }
  if (!isUnexpectedContent(error)) return undefined;
  const type = unexpectedType.exec(error.message)?.[1]?.slice(0, shownCharacters);
  return type === undefined || type === "null"
    ? "it answered without content"
    : `it answered with ${type}, which is not MCP; check its url`;
}

/** Where the server sends us instead, if the error is about that. */
export function redirectTarget(error: unknown): string | undefined {
  const text = errorText(error);
  return (redirect.exec(text) ?? otherEndpoint.exec(text))?.[1];
}

/**
 * What an HTTP status means for the author of the server's entry, with the server's message, but without the address that a
 * redirect names: sandboxed code can read it.
 */
export function httpErrorText(status: number, error: unknown): string {
  const said = errorText(error).replace(sdkWords, "");
  const rest = said === "" || said === "null" ? "" : `: ${said}`;
  if (status === 401 || status === 403) {
    return `it refuses us with HTTP ${status}${rest}; check the headers of its entry`;
  }
  if (status >= 300 && status < 400 && redirect.test(said)) {
    return `it sends us to another address, which is not followed (HTTP ${status}); its entry would have to name that one`;
  }
  if (status === 429) return `it has had too many requests (HTTP 429); wait before the next${rest}`;
  if (status >= 500)
    return `it fails with HTTP ${status}${rest}; whoever runs the server must fix this`;
  return `HTTP ${status}${rest}`;
}
