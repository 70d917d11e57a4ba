// Spans and metrics by means of the OpenTelemetry API package alone. Without an SDK in the process nothing is observed:
// creating the attributes of a span that nobody receives takes a tenth of the time of a tool call.
import {
  context,
  ProxyTracerProvider,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
} from "@opentelemetry/api";
import { version } from "../../version.ts";
import type { RunObserver } from "../run-observer.ts";
import { createInstruments } from "./instruments.ts";

const name = "mcp-code-execution";
const maxNameCharacters = 200;

/** What the spans contain. */
export interface TelemetryOptions {
  /** Adds the code and the arguments of calls to the spans; default false, since both may contain secrets. */
  content?: boolean | undefined;
}

/**
 * Creates a span for each run, as a child of the span that is active when the run is requested, and a child span for
 * each tool call. Attributes follow OpenTelemetry's conventions for MCP as far as these exist. The SDK must be
 * registered before this is called.
 */
export function createTelemetry({ content = false }: TelemetryOptions = {}): RunObserver {
  const tracer = trace.getTracer(name, version);
  const instruments = createInstruments(name);

  return {
    async startRun({ id, session, code, client, startedAt }) {
      if (!instruments.areRead && !hasTracer()) return undefined;
      const span = tracer.startSpan("run_python", {
        kind: SpanKind.SERVER,
        startTime: startedAt,
        attributes: {
          "gen_ai.operation.name": "execute_tool",
          "gen_ai.tool.name": "run_python",
          "mcp_code_execution.run.id": id,
          "mcp_code_execution.session": session,
          ...(client && {
            "mcp_code_execution.client.name": client.name,
            "mcp_code_execution.client.version": client.version,
          }),
        },
      });
      if (content) addArguments(span, { code });
      const runContext = trace.setSpan(context.active(), span);
      return {
        async startCall({ server, tool, arguments: args, startedAt: callStart }) {
          const callSpan = tracer.startSpan(
            `tools/call ${shortened(tool)}`,
            {
              kind: SpanKind.CLIENT,
              startTime: callStart,
              attributes: {
                "mcp.method.name": "tools/call",
                "gen_ai.operation.name": "execute_tool",
                "gen_ai.tool.name": shortened(tool),
                "mcp_code_execution.server": shortened(server),
              },
            },
            runContext,
          );
          if (content) addArguments(callSpan, args);
          return {
            end({ server: ownServer = server, tool: ownTool = tool, ...ended }) {
              const { outcome, errorCode, durationMs } = ended;
              const errorType = outcome === "ok" ? undefined : (errorCode ?? "tool_error");
              callSpan.setAttribute("mcp_code_execution.outcome", outcome);
              if (ownServer !== server) {
                callSpan.setAttribute("mcp_code_execution.server", shortened(ownServer));
              }
              if (ownTool !== tool) {
                callSpan.updateName(`tools/call ${shortened(ownTool)}`);
                callSpan.setAttribute("gen_ai.tool.name", shortened(ownTool));
              }
              if (errorType !== undefined) {
                callSpan.setAttribute("error.type", errorType);
                callSpan.setStatus({ code: SpanStatusCode.ERROR });
              }
              callSpan.end();
              const names = { server: ownServer, tool: ownTool };
              instruments.recordCall({ ...names, outcome, errorCode, errorType, durationMs });
            },
          };
        },
        async end({ status, errorType, durationMs }) {
          span.setAttribute("mcp_code_execution.status", status);
          if (status !== "ok") {
            span.setAttribute("error.type", errorType ?? status);
            span.setStatus({ code: SpanStatusCode.ERROR });
          }
          span.end();
          instruments.recordRun(status, durationMs);
        },
      };
    },
    close: async () => {},
  };
}

function shortened(text: string): string {
  return text.slice(0, maxNameCharacters);
}

/** Serializing long arguments takes time, which is wasted if the sampler has dropped the span. */
function addArguments(span: Span, args: Readonly<Record<string, unknown>>): void {
  if (span.isRecording()) span.setAttribute("gen_ai.tool.call.arguments", JSON.stringify(args));
}

/** A provider that was registered through another copy of the API cannot be inspected, and counts as registered. */
function hasTracer(): boolean {
  const provider = trace.getTracerProvider();
  return (
    !(provider instanceof ProxyTracerProvider) || provider.getDelegateTracer(name) !== undefined
  );
}
