// One attempt to start a server: connect, do the handshake, list the tools, all within one time limit. If it fails,
// nothing of the server is left when the error is thrown.
import type { FetchLike } from "@modelcontextprotocol/sdk/shared/transport.js";
import { type CallDeadline, createDeadline } from "../calls/call-deadline.ts";
import { TimeLimit } from "../calls/time-limit.ts";
import { abortSignalOf } from "../cancelling/cancel-signal.ts";
import type { Closing } from "../cancelling/closing.ts";
import type { LoopTurns } from "../cancelling/loop-turns.ts";
import {
  isAnswer,
  introductionProblem,
  isConnectionClosed,
  isMethodNotFound,
} from "../connection/connection-errors.ts";
import { maskError } from "../mask-secrets.ts";
import { RegistryError } from "../registry-error.ts";
import { fetchingCommand } from "./fetching-command.ts";
import type { ServerDefinition } from "./server-definition.ts";
import { createUrlTransports } from "../transports/http/http-transport.ts";
import type { ProcessHost } from "../transports/stdio/server-process.ts";
import { createStdioTransport } from "../transports/stdio/stdio-transport.ts";
import type { TransportContext, UpstreamTransport } from "../transports/upstream-transport.ts";
import { type ConnectionOptions, UpstreamConnection } from "../connection/upstream-connection.ts";
import { untilAborted } from "../cancelling/until-aborted.ts";

/** What a start needs from the registry. */
export interface StartContext extends TransportContext, ConnectionOptions {
  server: string;
  definition: ServerDefinition;
  host: ProcessHost;
  /** Shared by all servers. */
  loopTurns: LoopTurns;
  /** For a server behind a URL. */
  fetch?: FetchLike;
  timeoutMs: number;
}

/** A running server, and its tools as it sent them. */
export interface StartedServer {
  connection: UpstreamConnection;
  tools: unknown[];
}

/** Throws `start-failed`, or the reason of `closing` if that ended the attempt. */
export async function startServer(context: StartContext, closing: Closing): Promise<StartedServer> {
  const deadline = createDeadline(
    new TimeLimit(context.timeoutMs),
    undefined,
    closing,
    context.loopTurns,
  );
  const start = { deadline };
  context.calls.add(start);
  try {
    return await tryTransports(context, closing.signal, deadline);
  } finally {
    context.calls.delete(start);
    deadline.dispose();
  }
}

async function tryTransports(
  context: StartContext,
  closed: AbortSignal,
  deadline: CallDeadline,
): Promise<StartedServer> {
  const signal = abortSignalOf(deadline.signal);
  const transports = createTransports(context);
  let earlier = "";
  for (const [index, transport] of transports.entries()) {
    const connection = new UpstreamConnection(transport, context);
    try {
      await untilAborted(connection.open(signal), signal);
      return { connection, tools: await untilAborted(listTools(connection, signal), signal) };
    } catch (error) {
      if (!signal.aborted && !isAnswer(error)) await connection.settle();
      const reason =
        deadline.reason === "timeout"
          ? tooLate(context, connection)
          : (introductionProblem(error) ??
            (isConnectionClosed(error) ? connection : transport).explain(error));
      await connection.close();
      closed.throwIfAborted();
      if (error instanceof RegistryError) throw error;
      const isLast = index === transports.length - 1;
      if (deadline.reason === "timeout" || isLast || !transport.isWrongTransport(error)) {
        const details = transport.details(error) + lastGarbage(connection, context);
        throw startFailed(context, earlier + reason, error, details);
      }
      earlier = `${reason}; over SSE: `;
    }
  }
  throw startFailed(context, "it has no transport", undefined);
}

function tooLate({ timeoutMs, definition }: StartContext, { garbage }: UpstreamConnection): string {
  const within = `it did not answer within ${timeoutMs / 1000} s`;
  if (garbage.count > 0) return `${within}; what it wrote instead is not MCP`;
  const fetching = "url" in definition ? undefined : fetchingCommand(definition);
  return fetching === undefined
    ? `${within}; if it needs longer to start, raise its start-up time-out`
    : `${within}; ${fetching}: run its command once by hand, or raise its start-up time-out`;
}

/** Of a child process: behind a URL, the reason says it already. */
function lastGarbage({ garbage, address }: UpstreamConnection, { mask }: StartContext): string {
  const isShown = garbage.count > 0 && address === undefined;
  return isShown ? `\nThe last of what came that is not MCP: ${mask(garbage.last)}` : "";
}

async function listTools(connection: UpstreamConnection, signal: AbortSignal): Promise<unknown[]> {
  try {
    return await connection.listTools(signal);
  } catch (error) {
    if (isMethodNotFound(error)) return [];
    throw error;
  }
}

function createTransports(context: StartContext): UpstreamTransport[] {
  const { definition, host } = context;
  if (!("url" in definition)) return [createStdioTransport(definition, host, context)];
  try {
    return createUrlTransports(definition, context.fetch, context.log);
  } catch (error) {
    throw startFailed(context, `its url is not one (${String(error)}); check its entry`, error);
  }
}

function startFailed(
  { server, mask }: StartContext,
  reason: string,
  cause: unknown,
  details?: string,
): RegistryError {
  return new RegistryError("start-failed", mask(`Server "${server}" did not start: ${reason}`), {
    server,
    cause: maskError(cause, mask),
    ...(details !== undefined && { details }),
  });
}
