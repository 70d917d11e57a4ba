// Most frames have one of three forms, which can be recognized faster than a schema can check them. The schema stays
// authoritative: a test checks that frames accepted here match the schema's result, and all others are left to the
// schema.
import type { Call, Output, RunEnd } from "./sandbox-frames.ts";

/**
 * `longText`: the kernel cuts values at 20,000 characters and an error's texts at 16,384, and adds a remark; each
 * character may be two UTF-16 code units.
 */
export const frameLimits = { runId: 64, shortText: 1_000, longText: 45_000 } as const;

type Value = Record<string, unknown>;

/** The frame, if it has one of these forms. `value` is the result of JSON.parse. */
export function plainFrame(value: unknown): Call | Output | RunEnd | undefined {
  if (!isRecord(value)) return undefined;
  let keys = 0;
  // Object.keys would create a list for each frame.
  for (const _ in value) keys += 1;
  switch (value["type"]) {
    case "call":
      return keys === 5 && isCall(value) ? value : undefined;
    case "output":
      return keys === 4 && isOutput(value) ? value : undefined;
    case "run-end":
      return isRunEnd(value, keys) ? value : undefined;
    default:
      return undefined;
  }
}

/** The schema drops a key of this name and copies the others. */
export function isPlainRecord(value: unknown): value is Value {
  return isRecord(value) && !Object.hasOwn(value, "__proto__");
}

function isCall(value: Value): value is Value & Call {
  const { id, run, method, params } = value;
  return (
    Number.isSafeInteger(id) &&
    (id as number) >= 0 &&
    isText(run, frameLimits.runId) &&
    isText(method, frameLimits.shortText) &&
    isPlainRecord(params)
  );
}

function isOutput(value: Value): value is Value & Output {
  const { run, stream, text } = value;
  const isStream = stream === "stdout" || stream === "stderr";
  return isStream && isText(run, frameLimits.runId) && typeof text === "string";
}

function isRunEnd(value: Value, keys: number): value is Value & RunEnd {
  const { id, status, value: shown } = value;
  if (status !== "ok" || !isText(id, frameLimits.runId)) return false;
  return keys === 3 || (keys === 4 && isText(shown, frameLimits.longText));
}

function isRecord(value: unknown): value is Value {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isText(value: unknown, most: number): boolean {
  return typeof value === "string" && value.length <= most;
}
