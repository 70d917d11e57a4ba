import type { CallDeadline } from "./call-deadline.ts";
import { isAnswer, isGarbage } from "../connection/connection-errors.ts";
import { isRefusal } from "../transports/http/http-error-text.ts";
import { maskError } from "../mask-secrets.ts";
import { RegistryError, type RegistryErrorCode } from "../registry-error.ts";
import type { UpstreamConnection } from "../connection/upstream-connection.ts";

/** The request and its server, for an error message. */
export interface RequestSubject {
  server: string;
  tool?: string;
  /** To follow "The call of", such as `tool "echo" of server "everything"`. */
  about: string;
}

/** The circumstances of a request. */
export interface RequestCircumstances {
  deadline: CallDeadline;
  timeoutMs: number;
  mask: (text: string) => string;
  /** Aborted with the error of calls to a server that is closed. */
  closed: AbortSignal;
  /** How much garbage had come before the request. */
  garbage: number;
}

/** The error that a request to a connected server ends with. */
export async function requestError(
  connection: UpstreamConnection,
  { server, tool, about }: RequestSubject,
  error: unknown,
  { deadline, timeoutMs, mask, closed, garbage }: RequestCircumstances,
): Promise<RegistryError> {
  const fail = (code: RegistryErrorCode, summary: string, details?: string): RegistryError =>
    new RegistryError(code, mask(summary), {
      server,
      cause: maskError(error, mask),
      ...(tool !== undefined && { tool }),
      ...(details !== undefined && { details }),
    });
  if (error instanceof RegistryError) {
    return mask(error.message) === error.message ? error : fail(error.code, error.summary);
  }
  if (closed.reason instanceof RegistryError) return closed.reason;
  if (deadline.reason === "cancelled")
    return fail("cancelled", `The call of ${about} was cancelled.`);
  const isOfUrl = connection.address !== undefined;
  const effects = isRefusal(error)
    ? "The server did not take the call."
    : "The call may have had effects.";
  if (deadline.reason === "timeout") {
    if (connection.garbage.count > garbage) {
      return fail(
        "invalid-answer",
        `The call of ${about} was not answered within ${timeoutMs / 1000} s; what came is not MCP. ${effects}`,
        `The last of what came: ${mask(connection.garbage.last)}`,
      );
    }
    return fail(
      "call-timeout",
      `The call of ${about} took longer than ${timeoutMs / 1000} s and was cancelled. ` +
        "Ask for less, or allow more time.",
    );
  }
  if (!connection.isEnded && !isAnswer(error)) await connection.settle(error);
  if (isGarbage(error) || connection.isGarbled) {
    return fail(
      "invalid-answer",
      `The answer to the call of ${about} cannot be taken: ${connection.explain(error)}. ${effects}`,
      connection.details(error),
    );
  }
  if (connection.isEnded) {
    const during = tool === undefined ? about : `tool "${tool}"`;
    return fail(
      "server-crashed",
      `Server "${server}" ${isOfUrl ? "was lost" : "crashed"} during the call of ${during}: ` +
        `${connection.explain(error)}. ${effects} ` +
        (isOfUrl
          ? "The next call connects to it again."
          : "The next call starts the server again."),
      connection.details(),
    );
  }
  const failed = `The call of ${about} failed: ${withoutPrefix(connection.explain(error))}`;
  if (isAnswer(error)) return fail("call-failed", failed);
  const mayHaveArrived = isOfUrl && !isRefusal(error);
  return fail(
    "call-failed",
    mayHaveArrived ? `${failed}. ${effects}` : failed,
    connection.details(error),
  );
}

/** Removes repeated prefixes: each SDK that passes an error on adds another `MCP error -32602: `. */
function withoutPrefix(message: string): string {
  return message.replace(/^(?:MCP error -?\d+: )+(?=MCP error -?\d+: )/, "");
}
