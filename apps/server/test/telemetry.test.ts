// The spans and metrics of a run, as an SDK in the same process gets them.
import { context, metrics, SpanStatusCode, trace } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from "@opentelemetry/sdk-metrics";
import {
  AlwaysOffSampler,
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
  type ReadableSpan,
} from "@opentelemetry/sdk-trace-base";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createBridge } from "../src/bridge/bridge.ts";
import { createTelemetry } from "../src/observability/telemetry/create-telemetry.ts";
import { fixture } from "./fixtures/upstream-servers.ts";

const spans = new InMemorySpanExporter();
const measurements = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
const meterProvider = new MeterProvider({
  readers: [new PeriodicExportingMetricReader({ exporter: measurements })],
});

beforeAll(() => {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager());
  trace.setGlobalTracerProvider(
    new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(spans)] }),
  );
  metrics.setGlobalMeterProvider(meterProvider);
});
afterAll(async () => {
  await meterProvider.shutdown();
  for (const api of [context, trace, metrics]) api.disable();
});

const named = (name: string): ReadableSpan => {
  const span = spans.getFinishedSpans().find((each) => each.name === name);
  if (!span) throw new Error(`there is no span ${name}`);
  return span;
};

async function measured(name: string): Promise<{ attributes: object; value: unknown }[]> {
  await meterProvider.forceFlush();
  const all = measurements.getMetrics().flatMap(({ scopeMetrics }) => scopeMetrics);
  const last = all
    .flatMap((scope) => scope.metrics)
    .findLast((metric) => metric.descriptor.name === name);
  return (last?.dataPoints ?? []).map(({ attributes, value }) => ({ attributes, value }));
}

it("a run is a span below the caller's, its calls are spans below it, and all are counted", async () => {
  await using bridge = createBridge({
    runtime: "embedded",
    savedToolsFolder: false,
    servers: { calendar: fixture("office-server", "calendar") },
  });
  const code = `import asyncio
await asyncio.gather(*(mcp_calendar.list_events(date="2025-01-15") for _ in range(2)))
await mcp_servers["calendar"].call_tool("no_such_tool", {})`;
  await trace.getTracer("test").startActiveSpan("caller", async (span) => {
    await bridge.run(code, { session: "work", client: { name: "inspector", version: "2.0" } });
    span.end();
  });

  const [caller, run] = [named("caller"), named("run_python")];
  expect(run.parentSpanContext?.spanId).toBe(caller.spanContext().spanId);
  expect(run.status.code).toBe(SpanStatusCode.ERROR);
  expect(run.attributes).toMatchObject({
    "gen_ai.tool.name": "run_python",
    "mcp_code_execution.session": "work",
    "mcp_code_execution.client.name": "inspector",
    "mcp_code_execution.status": "error",
    "error.type": "UnknownToolError",
  });
  const calls = spans
    .getFinishedSpans()
    .filter((span) => span.parentSpanContext?.spanId === run.spanContext().spanId);
  expect(calls.map(({ name }) => name)).toEqual([
    "tools/call list_events",
    "tools/call list_events",
    "tools/call no_such_tool",
  ]);
  expect(calls[2]).toMatchObject({
    status: { code: SpanStatusCode.ERROR },
    attributes: { "mcp_code_execution.server": "calendar", "error.type": "unknown-tool" },
  });
  // Neither code nor arguments unless they are asked for.
  expect(JSON.stringify([run, ...calls].map(({ attributes }) => attributes))).not.toContain("2025");

  expect(await measured("mcp_code_execution.runs")).toEqual([
    { attributes: { "mcp_code_execution.status": "error" }, value: 1 },
  ]);
  expect(await measured("mcp_code_execution.tool_calls")).toMatchObject([
    { attributes: { "mcp_code_execution.outcome": "ok" }, value: 2 },
    { attributes: { "mcp_code_execution.outcome": "failed" }, value: 1 },
  ]);
  expect(await measured("mcp_code_execution.tool_call.failures")).toMatchObject([
    { attributes: { "error.type": "unknown-tool" }, value: 1 },
  ]);
  expect(await measured("mcp_code_execution.run.duration")).toMatchObject([
    { value: { count: 1 } },
  ]);
  expect(await measured("mcp_code_execution.tool_call.duration")).toMatchObject([
    { value: { count: 2 } },
    { value: { count: 1 } },
  ]);
});

it("code and arguments are there where they are asked for", async () => {
  spans.reset();
  await using bridge = createBridge({
    runtime: "embedded",
    savedToolsFolder: false,
    servers: { calendar: fixture("office-server", "calendar") },
    telemetry: { content: true },
  });
  await bridge.run('await mcp_calendar.list_events(date="2025-01-15")');
  expect(named("run_python").attributes["gen_ai.tool.call.arguments"]).toContain("mcp_calendar");
  expect(named("tools/call list_events").attributes["gen_ai.tool.call.arguments"]).toBe(
    '{"date":"2025-01-15"}',
  );
});

it("what the sampler leaves out is not written out", async () => {
  trace.disable();
  trace.setGlobalTracerProvider(new BasicTracerProvider({ sampler: new AlwaysOffSampler() }));
  const run = await createTelemetry({ content: true }).startRun({
    id: "1",
    session: "default",
    code: "",
    startedAt: new Date(),
  });
  let written = 0;
  const args = { toJSON: () => (written += 1) };
  const call = { server: "calendar", tool: "list_events", startedAt: new Date() };
  (await run?.startCall({ ...call, arguments: args }))?.end({ outcome: "ok", durationMs: 1 });
  await run?.end({ status: "ok", durationMs: 1 });
  expect(run).toBeDefined();
  expect(written).toBe(0);
});
