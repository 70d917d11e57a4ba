// What an error that ended a request means for the server and its connection.
import { ErrorCode, McpError } from "@modelcontextprotocol/sdk/types.js";

const methodNotFound: number = ErrorCode.MethodNotFound;
const requestTimeout: number = ErrorCode.RequestTimeout;
const connectionClosed: number = ErrorCode.ConnectionClosed;
// The SDK's code for an answer over Streamable HTTP that is neither JSON nor an event stream.
const unexpectedContent = -1;
const unsupported = /^Server's protocol version is not supported: (.*)/s;
const shownCharacters = 100;
/** Our own code for a request that the server will not answer. */
export const unanswered = -32_050;

/** Whether an error is the server's own answer, as opposed to a failed connection. */
export function isAnswer(error: unknown): error is McpError {
  return error instanceof McpError;
}

/** Whether an answer over Streamable HTTP was neither JSON nor an event stream. A server's own error may have the same code. */
export function isUnexpectedContent(error: Error): boolean {
  return !isAnswer(error) && "code" in error && error.code === unexpectedContent;
}

/** Whether an error means that the server sent something invalid or too large. */
export function isGarbage(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (isUnexpectedContent(error) || error.name === "ZodError") return true;
  if ("code" in error && error.code === unanswered) return true;
  return error instanceof SyntaxError || error instanceof RangeError;
}

/**
 * What was wrong with a server's introduction, to follow "because". The SDK then ends the connection, so the server's
 * end is not the reason.
 */
export function introductionProblem(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const version = unsupported.exec(error.message)?.[1];
  if (version !== undefined) {
    return `it speaks version ${JSON.stringify(version.slice(0, shownCharacters))} of MCP, which is not supported`;
  }
  if (!("issues" in error) || !Array.isArray(error.issues)) return undefined;
  const [first] = error.issues as { path?: unknown[]; message?: unknown }[];
  const place = (first?.path ?? []).join(".").slice(0, shownCharacters);
  return `it introduced itself wrongly: ${place === "" ? "" : `${place}: `}${String(first?.message).slice(0, shownCharacters)}`;
}

/** Whether a request failed because the connection ended. */
export function isConnectionClosed(error: unknown): boolean {
  return error instanceof McpError && error.code === connectionClosed;
}

/** Whether the server does not know the method it was asked for. */
export function isMethodNotFound(error: unknown): boolean {
  return error instanceof McpError && error.code === methodNotFound;
}

/** Whether the server took longer than the request could wait. */
export function isRequestTimeout(error: unknown): boolean {
  return error instanceof McpError && error.code === requestTimeout;
}
