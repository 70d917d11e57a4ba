import { text as textOf } from "node:stream/consumers";
import type { RunReport } from "@mcp-code-execution/output-formatters";
import type { ToolResult } from "@mcp-code-execution/sandbox-runtime";
import { createAuditLog } from "../../observability/audit/create-audit-log.ts";
import { createObservedRuns } from "../../observability/observed-runs.ts";
import { createTelemetry } from "../../observability/telemetry/create-telemetry.ts";
import { terminalJson, terminalName, terminalText } from "../../terminal/terminal-text.ts";
import { createToolHost } from "../../tool-host/create-tool-host.ts";
import { callContext } from "./call-context.ts";
import { parseArguments } from "./parse-arguments.ts";
import { withServers, type Servers } from "./with-servers.ts";

/** A call on the command line. */
export interface WrittenCall {
  server: string;
  tool: string;
  /** The arguments for `parseArguments`; a single `-` reads them from stdin. */
  words: readonly string[];
}

/** Options of `tools call`. */
export interface ToolsCallOptions {
  json?: boolean | undefined;
}

/** Calls a tool and prints its answer. Resolves with 1 if the tool reports an error or could not be called. */
export function toolsCall(
  { server, tool, words }: WrittenCall,
  { json }: ToolsCallOptions,
  log: (line: string) => void,
): Promise<number> {
  return withServers(log, async (servers) => {
    const { inputSchema, name } = await servers.registry.resolveTool(server, tool, {
      signal: servers.signal,
    });
    const written = words.length === 1 && words[0] === "-" ? [await textOf(process.stdin)] : words;
    const request = { server, tool: name, arguments: parseArguments(written, inputSchema) };
    const result = await observedCall(servers, request, log);
    process.stdout.write(`${json ? terminalJson(result) : textFor(result)}\n`);
    return result.isError ? 1 : 0;
  });
}

/** In the audit log the call is the only one of a run without code. */
async function observedCall(
  { registry, options, signal }: Servers,
  request: { server: string; tool: string; arguments: Record<string, unknown> },
  log: (line: string) => void,
): Promise<ToolResult> {
  const { auditLog } = options;
  const observers = [
    ...(auditLog ? [createAuditLog(auditLog, (_, message) => log(message))] : []),
    createTelemetry(options.telemetry),
  ];
  const observed = createObservedRuns(observers, registry.names);
  const host = observed.observeCalls({
    ...createToolHost(registry),
    callTool: ({ server, tool, arguments: args }, context) =>
      registry.callTool(server, tool, args, { signal, context }),
  });
  let result: ToolResult | undefined;
  try {
    await observed.observe({ session: "command-line", code: "" }, async (run) => {
      result = await host.callTool(request, callContext(signal, log, run));
      return { status: result.isError ? "error" : "ok", output: [] } satisfies RunReport;
    });
  } finally {
    await observed.close();
  }
  if (!result) throw new Error("the call ended without a result");
  return result;
}

/** A program receives the bytes; a terminal receives printable text. */
function shown(text: string): string {
  return process.stdout.isTTY ? terminalText(text) : text;
}

function textFor({ content }: ToolResult): string {
  const blocks = content as readonly { type: string; text?: string; mimeType?: string }[];
  return blocks
    .map(({ type, text, mimeType }) =>
      text === undefined
        ? terminalName(`[${mimeType ?? type}: --json shows it whole]`)
        : shown(text),
    )
    .join("\n");
}
