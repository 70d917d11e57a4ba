import { metrics, trace } from "@opentelemetry/api";
import { MeterProvider } from "@opentelemetry/sdk-metrics";
import { BasicTracerProvider } from "@opentelemetry/sdk-trace-base";
import { afterEach, expect, it } from "vitest";
import type { RunObservation } from "../run-observer.ts";
import { createTelemetry } from "./create-telemetry.ts";

afterEach(() => {
  for (const api of [trace, metrics]) api.disable();
});

const startRun = (
  telemetry: ReturnType<typeof createTelemetry>,
): Promise<RunObservation | undefined> =>
  telemetry.startRun({ id: "1", session: "s", code: "", startedAt: new Date() });

it("observes nothing in a process without an SDK, and runs once there is one", async () => {
  const telemetry = createTelemetry();
  expect(await startRun(telemetry)).toBeUndefined();
  trace.setGlobalTracerProvider(new BasicTracerProvider());
  expect(await startRun(telemetry)).toBeDefined();
});

it("observes for metrics alone", async () => {
  metrics.setGlobalMeterProvider(new MeterProvider());
  expect(await startRun(createTelemetry())).toBeDefined();
});
