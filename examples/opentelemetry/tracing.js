// The SDK, with an exporter that keeps the spans in memory. In your program: @opentelemetry/sdk-node and your collector.
import { context, trace } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from "@opentelemetry/sdk-trace-base";

const exporter = new InMemorySpanExporter();
context.setGlobalContextManager(new AsyncLocalStorageContextManager());
trace.setGlobalTracerProvider(
  new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }),
);

/** Prints every finished span below its parent. */
export function printTree(parent, indent = "") {
  for (const span of exporter.getFinishedSpans()) {
    if (span.parentSpanContext?.spanId !== parent) continue;
    const failed = span.attributes["error.type"] ? ` (${span.attributes["error.type"]})` : "";
    console.log(`${indent}${span.name}${failed}`);
    printTree(span.spanContext().spanId, `${indent}  `);
  }
}
