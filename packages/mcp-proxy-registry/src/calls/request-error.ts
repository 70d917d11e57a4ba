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
  subject: RequestSubject,
  error: unknown,
  circumstances: RequestCircumstances,
): Promise<RegistryError> {
  const { deadline, mask, closed } = circumstances;
  const { server, tool, about } = subject;
  const fail = ({ code, summary, details }: Failure): RegistryError =>
    new RegistryError(code, mask(summary), {
      server,
      cause: maskError(error, mask),
      ...(tool !== undefined && { tool }),
      ...(details !== undefined && { details }),
    });
  if (error instanceof RegistryError) {
    if (mask(error.message) === error.message) return error;
    return fail({ code: error.code, summary: error.summary });
  }
  if (closed.reason instanceof RegistryError) return closed.reason;
  if (deadline.reason === "cancelled") {
    return fail({ code: "cancelled", summary: `The call of ${about} was cancelled.` });
  }
  if (deadline.reason === "timeout") {
    return fail(timeoutFailure(connection, about, error, circumstances));
  }
  if (!connection.isEnded && !isAnswer(error)) await connection.settle(error);
  if (isGarbage(error) || connection.isGarbled)
    return fail(garbageFailure(connection, about, error));
  if (connection.isEnded) return fail(crashFailure(connection, subject, error));
  return fail(callFailure(connection, about, error));
}

/** What an error says. */
interface Failure {
  code: RegistryErrorCode;
  /** Its secrets are still to be masked; those of `details` are masked. */
  summary: string;
  details?: string;
}

function timeoutFailure(
  { garbage }: UpstreamConnection,
  about: string,
  error: unknown,
  { timeoutMs, mask, garbage: garbageBefore }: RequestCircumstances,
): Failure {
  const limit = `${timeoutMs / 1000} s`;
  if (garbage.count > garbageBefore) {
    return {
      code: "invalid-answer",
      summary: `The call of ${about} was not answered within ${limit}; what came is not MCP. ${effectsOf(error)}`,
      details: `The last of what came: ${mask(garbage.last)}`,
    };
  }
  return {
    code: "call-timeout",
    summary: `The call of ${about} took longer than ${limit} and was cancelled. Ask for less, or allow more time.`,
  };
}

function garbageFailure(connection: UpstreamConnection, about: string, error: unknown): Failure {
  return {
    code: "invalid-answer",
    summary: `The answer to the call of ${about} cannot be taken: ${connection.explain(error)}. ${effectsOf(error)}`,
    details: connection.details(error),
  };
}

function crashFailure(
  connection: UpstreamConnection,
  { server, tool, about }: RequestSubject,
  error: unknown,
): Failure {
  const [crashed, next] = isOfUrl(connection)
    ? ["was lost", "The next call connects to it again."]
    : ["crashed", "The next call starts the server again."];
  const during = tool === undefined ? about : `tool "${tool}"`;
  return {
    code: "server-crashed",
    summary: `Server "${server}" ${crashed} during the call of ${during}: ${connection.explain(error)}. ${effectsOf(error)} ${next}`,
    details: connection.details(),
  };
}

function callFailure(connection: UpstreamConnection, about: string, error: unknown): Failure {
  const code = "call-failed";
  const summary = `The call of ${about} failed: ${withoutPrefix(connection.explain(error))}`;
  if (isAnswer(error)) return { code, summary };
  const details = connection.details(error);
  const mayHaveArrived = isOfUrl(connection) && !isRefusal(error);
  return { code, details, summary: mayHaveArrived ? `${summary}. ${effectsOf(error)}` : summary };
}

function isOfUrl({ address }: UpstreamConnection): boolean {
  return address !== undefined;
}

function effectsOf(error: unknown): string {
  return isRefusal(error) ? "The server did not take the call." : "The call may have had effects.";
}

/** Removes repeated prefixes: each SDK that passes an error on adds another `MCP error -32602: `. */
function withoutPrefix(message: string): string {
  return message.replace(/^(?:MCP error -?\d+: )+(?=MCP error -?\d+: )/, "");
}
