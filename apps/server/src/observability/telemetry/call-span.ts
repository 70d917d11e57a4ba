import { type Context, type Span, SpanKind, SpanStatusCode, type Tracer } from "@opentelemetry/api";
import type { ToolCallEnd, ToolCallObservation, ToolCallStart } from "../run-observer.ts";
import { addArguments } from "./add-arguments.ts";
import type { Instruments } from "./instruments.ts";

/** Code may call tools that do not exist, by names of any length. */
const maxNameCharacters = 200;

/** What the spans of a run's calls have in common. */
export interface CallSpans {
  tracer: Tracer;
  instruments: Instruments;
  /** Whether a span contains the arguments of its call. */
  content: boolean;
  /** The context of the run's span. */
  runContext: Context;
}

/** Starts the span of a call. */
export function startCallSpan(
  call: ToolCallStart,
  { tracer, instruments, content, runContext }: CallSpans,
): ToolCallObservation {
  const { server, tool, startedAt } = call;
  const span = tracer.startSpan(
    `tools/call ${shortened(tool)}`,
    {
      kind: SpanKind.CLIENT,
      startTime: startedAt,
      attributes: {
        "mcp.method.name": "tools/call",
        "gen_ai.operation.name": "execute_tool",
        "gen_ai.tool.name": shortened(tool),
        "mcp_code_execution.server": shortened(server),
      },
    },
    runContext,
  );
  if (content) addArguments(span, call.arguments);
  return {
    end(end) {
      const { outcome, errorCode, durationMs } = end;
      const names = { server: end.server ?? server, tool: end.tool ?? tool };
      const errorType = outcome === "ok" ? undefined : (errorCode ?? "tool_error");
      endSpan(span, call, { ...names, outcome, errorType });
      instruments.recordCall({ ...names, outcome, errorCode, errorType, durationMs });
    },
  };
}

/** Sets the names again where the call turned out to be of others. */
function endSpan(
  span: Span,
  call: ToolCallStart,
  ended: Required<Pick<ToolCallEnd, "server" | "tool" | "outcome">> & {
    errorType: string | undefined;
  },
): void {
  const { server, tool, outcome, errorType } = ended;
  span.setAttribute("mcp_code_execution.outcome", outcome);
  if (server !== call.server) span.setAttribute("mcp_code_execution.server", shortened(server));
  if (tool !== call.tool) {
    span.updateName(`tools/call ${shortened(tool)}`);
    span.setAttribute("gen_ai.tool.name", shortened(tool));
  }
  if (errorType !== undefined) {
    span.setAttribute("error.type", errorType);
    span.setStatus({ code: SpanStatusCode.ERROR });
  }
  span.end();
}

function shortened(text: string): string {
  return text.slice(0, maxNameCharacters);
}
