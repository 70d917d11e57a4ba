import { type CallDeadline, createDeadline } from "./call-deadline.ts";
import { checkArguments } from "./check-arguments.ts";
import { readResult } from "./read-result.ts";
import { RegistryError, type RegistryErrorCode } from "./registry-error.ts";
import type { CallOptions, CallToolResult, CatalogTool } from "./registry-types.ts";
import { closedError } from "./start-server.ts";
import { isAnswer, type UpstreamConnection } from "./upstream-connection.ts";

/** Options of one call, all decided. */
export interface ServerCallOptions extends CallOptions {
  timeoutMs: number;
  closed: AbortSignal;
  mask: (text: string) => string;
}

/** Calls a tool of a connected server, once: a call that failed may have had effects. */
export async function callServer(
  connection: UpstreamConnection,
  tool: CatalogTool,
  args: Record<string, unknown>,
  options: ServerCallOptions,
): Promise<CallToolResult> {
  const checked = checkArguments(tool, args);
  const deadline = createDeadline(options.timeoutMs, options.signal, options.closed);
  try {
    const answer = await connection.callTool(tool.name, checked, {
      signal: deadline.signal,
      onProgress:
        options.onProgress &&
        ((progress) => {
          deadline.restart();
          options.onProgress?.(progress);
        }),
    });
    return readResult(answer);
  } catch (error) {
    throw await callError(connection, tool, error, deadline, options);
  } finally {
    deadline.dispose();
  }
}

async function callError(
  connection: UpstreamConnection,
  tool: CatalogTool,
  error: unknown,
  deadline: CallDeadline,
  { timeoutMs, mask }: ServerCallOptions,
): Promise<RegistryError> {
  const about = `tool "${tool.name}" of server "${tool.server}"`;
  const fail = (code: RegistryErrorCode, summary: string, details?: string): RegistryError => {
    const context = { server: tool.server, tool: tool.name, cause: error };
    return new RegistryError(code, mask(summary), details ? { ...context, details } : context);
  };
  if (deadline.reason === "closed") return closedError(tool.server);
  if (deadline.reason === "cancelled")
    return fail("cancelled", `The call of ${about} was cancelled.`);
  if (deadline.reason === "timeout") {
    return fail(
      "call-timeout",
      `The call of ${about} took longer than ${timeoutMs / 1000} s and was cancelled. ` +
        "Ask for less, or allow more time.",
    );
  }
  if (!connection.isEnded && !isAnswer(error)) await connection.settle();
  if (connection.isEnded) {
    return fail(
      "server-crashed",
      `Server "${tool.server}" crashed during the call of tool "${tool.name}": ` +
        `${connection.explain(error)}. The call may have had effects. The next call starts the server again.`,
      connection.details(),
    );
  }
  return fail(
    "call-failed",
    `The call of ${about} failed: ${withoutPrefix(connection.explain(error))}`,
  );
}

/** Each hop of an error through an SDK puts one more `MCP error -32602: ` in front; one is enough. */
function withoutPrefix(message: string): string {
  return message.replace(/^(?:MCP error -?\d+: )+(?=MCP error -?\d+: )/, "");
}
