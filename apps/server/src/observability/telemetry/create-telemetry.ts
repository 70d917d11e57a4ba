// Spans and metrics by means of the OpenTelemetry API package alone. Without an SDK in the process nothing is observed:
// creating the attributes of a span that nobody receives takes a tenth of the time of a tool call.
import { context, ProxyTracerProvider, SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";
import { version } from "../../version.ts";
import type { RunObserver } from "../run-observer.ts";
import { addArguments } from "./add-arguments.ts";
import { startCallSpan } from "./call-span.ts";
import { createInstruments } from "./instruments.ts";

const name = "mcp-code-execution";

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
      const calls = { tracer, instruments, content, runContext };
      return {
        startCall: async (call) => startCallSpan(call, calls),
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

/** A provider that was registered through another copy of the API cannot be inspected, and counts as registered. */
function hasTracer(): boolean {
  const provider = trace.getTracerProvider();
  return (
    !(provider instanceof ProxyTracerProvider) || provider.getDelegateTracer(name) !== undefined
  );
}
