import { formatRun } from "@mcp-code-execution/output-formatters";
import type { CallToolResult } from "@modelcontextprotocol/sdk/types.js";
import { z } from "zod";
import type { Bridge } from "../bridge/bridge-types.ts";
import type { McpCaller } from "../client/client-link.ts";
import type { RunClient } from "../observability/run-observer.ts";
import type { ToolCallProgress } from "../tool-host/report-tool-progress.ts";
import { gatherOutput } from "./gathered-output.ts";

/** Who asks for a run, and who is told how it goes. */
export interface RunPythonContext {
  /** The client has cancelled the call. */
  signal: AbortSignal;
  /** Takes what the code prints while it runs, and before that what its sandbox waits for. */
  onProgress?: ((text: string) => void) | undefined;
  /** How the client introduced itself. */
  client?: RunClient | undefined;
  /** The request that this answers: the way to the client for questions that the code's calls raise. */
  caller?: McpCaller | undefined;
}

const runPythonInput = z.object({
  code: z.string(),
  // Some clients send every argument, those that are not given as null or empty.
  session: z.preprocess(absentIfEmpty, z.string().trim().max(100).optional()),
  timeout: z.preprocess(absentIfEmpty, z.number().positive().optional()),
});

function absentIfEmpty(value: unknown): unknown {
  const isEmpty = value === null || (typeof value === "string" && value.trim() === "");
  return isEmpty ? undefined : value;
}

/** The tool itself: input as the client sent it, result as the client gets it. */
export async function runPython(
  bridge: Bridge,
  input: unknown,
  { signal, onProgress, client, caller }: RunPythonContext,
): Promise<CallToolResult> {
  const parsed = runPythonInput.safeParse(input);
  if (!parsed.success) {
    return refusal(
      `run_python takes code (str), and may take session (str) and timeout (seconds):\n${z.prettifyError(parsed.error)}`,
    );
  }
  const { code, session, timeout } = parsed.data;
  if (timeout !== undefined && timeout > bridge.timeoutSeconds) {
    return refusal(
      `timeout is ${timeout}, but a run may take ${bridge.timeoutSeconds} s at most: pass less, or raise MCP_BRIDGE_TIMEOUT.`,
    );
  }
  const output = onProgress && gatherOutput(onProgress);
  const running = bridge.run(code, {
    session,
    signal,
    client,
    caller,
    ...(timeout !== undefined && { timeoutMs: timeout * 1000 }),
    ...(onProgress && {
      onOutput: ({ text }) => output?.add(text),
      onStatus: onProgress,
      onToolProgress: (progress) => onProgress(progressText(progress)),
    }),
  });
  return formatRun(await running.finally(() => output?.end()), bridge.outputMode);
}

function progressText({ server, tool, progress, total, message }: ToolCallProgress): string {
  const share = total === undefined ? `${progress}` : `${progress}/${total}`;
  return `${server}.${tool}: ${share}${message === undefined ? "" : ` ${message}`}`;
}

function refusal(text: string): CallToolResult {
  return { content: [{ type: "text", text }], isError: true };
}
