// What an error that ended a request says of the server and its connection.
import { ErrorCode, McpError } from "@modelcontextprotocol/sdk/types.js";

const METHOD_NOT_FOUND: number = ErrorCode.MethodNotFound;
const REQUEST_TIMEOUT: number = ErrorCode.RequestTimeout;
const CONNECTION_CLOSED: number = ErrorCode.ConnectionClosed;
// How the SDK's Streamable HTTP marks an answer that is neither JSON nor an event stream.
const UNEXPECTED_CONTENT = -1;
/** Ours: what a request ends with that the server will not answer. */
export const UNANSWERED = -32_050;

/** Whether an error is the server's own answer, where the connection has not ended. */
export function isAnswer(error: unknown): error is McpError {
  return error instanceof McpError;
}

/** Whether an error means that what the server said is not what MCP wants, or too much of it. */
export function isGarbage(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = "code" in error ? error.code : undefined;
  if (code === UNEXPECTED_CONTENT || code === UNANSWERED || error.name === "ZodError") return true;
  return error instanceof SyntaxError || error instanceof RangeError;
}

/** Whether a request failed because the connection ended under it. */
export function isConnectionClosed(error: unknown): boolean {
  return error instanceof McpError && error.code === CONNECTION_CLOSED;
}

/** Whether the server does not know the method it was asked for. */
export function isMethodNotFound(error: unknown): boolean {
  return error instanceof McpError && error.code === METHOD_NOT_FOUND;
}

/** Whether the server took longer than the request could wait. */
export function isRequestTimeout(error: unknown): boolean {
  return error instanceof McpError && error.code === REQUEST_TIMEOUT;
}
