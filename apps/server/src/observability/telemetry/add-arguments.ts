import type { Span } from "@opentelemetry/api";

/** Serializing long arguments takes time, which is wasted if the sampler has dropped the span. */
export function addArguments(span: Span, args: Readonly<Record<string, unknown>>): void {
  if (span.isRecording()) span.setAttribute("gen_ai.tool.call.arguments", JSON.stringify(args));
}
