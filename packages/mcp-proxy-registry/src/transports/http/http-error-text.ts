import { errorText } from "../../error-text.ts";

// The SDK's words around the server's message.
const sdkWords =
  /^(?:Streamable HTTP error: |SSE error: )?(?:Error POSTing to endpoint(?: \(HTTP \d+\))?: |Failed to (?:open SSE stream|terminate session): )?/;
const redirect = /Redirect to (?:plain http not followed; try )?(\S+)/;

/** The HTTP status of an error in which the SDK only mentions it in the text. */
export function statusOfText(error: unknown): number | undefined {
  const status = error instanceof Error ? /\(HTTP (\d{3})\)/.exec(error.message)?.[1] : undefined;
  return status === undefined ? undefined : Number(status);
}

/** What an HTTP status means for the author of the server's entry, with the server's message. */
export function httpErrorText(status: number, error: unknown): string {
  const said = errorText(error).replace(sdkWords, "");
  const rest = said === "" || said === "null" ? "" : `: ${said}`;
  if (status === 401 || status === 403) {
    return `it refuses us with HTTP ${status}; check the headers of its entry`;
  }
  const target = redirect.exec(said)?.[1];
  if (status >= 300 && status < 400 && target !== undefined) {
    return `it sends us to another address, which is not followed (HTTP ${status}); if you trust that one, write it into its entry: ${target}`;
  }
  if (status === 429) return `it has had too many requests (HTTP 429); wait before the next${rest}`;
  if (status >= 500)
    return `it fails with HTTP ${status}${rest}; whoever runs the server must fix this`;
  return `HTTP ${status}${rest}`;
}
