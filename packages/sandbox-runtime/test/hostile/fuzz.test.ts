// Both the parser and a session against what nobody thought of. The seed is printed; FUZZ_SEED repeats a run.
import * as fc from "fast-check";
import { afterAll, expect, it } from "vitest";
import { createSandboxRuntime, SandboxError } from "@mcp-code-execution/sandbox-runtime";
import { LineDecoder } from "../../src/protocol/line-decoder.ts";
import { parseSandboxFrame } from "../../src/protocol/parse-sandbox-frame.ts";
import { createRecordingHost } from "../recording-host.ts";
import { createFakeSandbox } from "./fake-sandbox.ts";
import { hostile, type HostileCase } from "./hostile-case.ts";

const seed = Number(process.env["FUZZ_SEED"] ?? Date.now() % 2 ** 31);
const cases = { lines: 40_000, frames: 60_000, conversations: 400 };
let count = 0;
afterAll(() => console.error(`fuzzed ${count} cases with FUZZ_SEED=${seed}`));

const types = ["ready", "output", "display", "call", "call-cancel", "run-end"];
const runId = fc.constantFrom("r1", "r2", "", "__proto__");
const oddNumber = fc.oneof(
  fc.nat({ max: 3 }),
  fc.integer(),
  fc.double(),
  fc.constantFrom(2 ** 53, -0, 1e308),
);
const oddText = fc.oneof(
  fc.string({ unit: "binary", maxLength: 20 }),
  fc.constantFrom("\ud800", "\0", "constructor"),
);
const anything = fc.jsonValue({ maxDepth: 2 });
/** Sometimes right, mostly nearly right. */
const frame = fc
  .record(
    {
      type: fc.oneof(
        { weight: 9, arbitrary: fc.constantFrom(...types) },
        { weight: 1, arbitrary: anything },
      ),
      id: fc.oneof(oddNumber, runId, anything),
      run: fc.oneof(runId, anything),
      stream: fc.oneof(fc.constantFrom("stdout", "stderr"), anything),
      text: fc.oneof(oddText, anything),
      python: oddText,
      mimeType: fc.constantFrom("image/png", "text/html"),
      data: fc.oneof(fc.base64String({ maxLength: 8 }), oddText),
      method: fc.oneof(fc.constantFrom("tools.call", "tools.search", "saved.save"), oddText),
      params: fc.oneof(
        fc.constant({ server: "echo-server", tool: "echo", arguments: {} }),
        fc.dictionary(oddText, anything, { maxKeys: 3 }),
        anything,
      ),
      reports: fc.array(fc.constantFrom("progress", "log", "x"), { maxLength: 3 }),
      status: fc.constantFrom("ok", "error", "interrupted", "timeout"),
      value: oddText,
      error: anything,
    },
    { requiredKeys: ["type"] },
  )
  .map((fields) => trimmed(fields));

const fieldsOf: Record<string, readonly string[]> = {
  ready: ["python"],
  output: ["run", "stream", "text"],
  display: ["run", "mimeType", "data"],
  call: ["id", "run", "method", "params", "reports"],
  "call-cancel": ["id"],
  "run-end": ["id", "status", "value", "error"],
};

/** Without the fields of other types, so that some frames are right. */
function trimmed(fields: Record<string, unknown>): Record<string, unknown> {
  const { type } = fields;
  const own = (typeof type === "string" && fieldsOf[type]) || Object.keys(fields);
  return Object.fromEntries(
    Object.entries(fields).filter(([name]) => name === "type" || own.includes(name)),
  );
}

function fuzz(found: Omit<HostileCase, "checked">, test: () => void | Promise<void>): void {
  const complete = { ...found, checked: "mutation" };
  it(`[${found.id}] ${found.name}`, { timeout: 120_000, ...hostile("host", complete) }, test);
}

fuzz(
  {
    id: "5.fuzzed-bytes",
    name: "any bytes, split anywhere",
    protection: "lines are the same however their bytes fall, and no longer than allowed",
  },
  () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 60 }),
      fc.string({ unit: "binary", maxLength: 30 }).map((text) => new TextEncoder().encode(text)),
    );
    const pieces = fc.array(fc.oneof(bytes, fc.constant(Uint8Array.of(0x0a))), { maxLength: 8 });
    fc.assert(
      fc.property(
        pieces,
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }),
        (parts, cuts) => {
          count += 1;
          const whole = Buffer.concat(parts);
          expect(decoded(whole, cuts)).toEqual(decoded(whole, [whole.length + 1]));
        },
      ),
      { seed, numRuns: cases.lines },
    );
  },
);

/** The lines, and why no more came. */
function decoded(bytes: Buffer, cuts: readonly number[]): string[] {
  const decoder = new LineDecoder(50);
  const lines: string[] = [];
  try {
    for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
      const size = cuts[turn % cuts.length] ?? 1;
      for (const line of decoder.push(bytes.subarray(at, at + size))) lines.push(line);
      at += size;
    }
  } catch (error) {
    if (!(error instanceof RangeError) && !(error instanceof TypeError)) throw error;
    return [...lines, error.name];
  }
  return lines;
}

fuzz(
  {
    id: "5.fuzzed-frames",
    name: "any JSON, and frames that are nearly right",
    protection: "the schema of frames",
  },
  () => {
    let taken = 0;
    const line = fc.oneof(
      { weight: 6, arbitrary: frame.map((value) => JSON.stringify(value)) },
      { weight: 1, arbitrary: fc.json({ maxDepth: 3 }) },
      { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 40 }) },
    );
    fc.assert(
      fc.property(line, (text) => {
        count += 1;
        let parsed;
        try {
          parsed = parseSandboxFrame(text);
        } catch (error) {
          return error instanceof Error && error.message.length < 100_000;
        }
        taken += 1;
        const own = new Set(["type", ...(fieldsOf[parsed.type] ?? [])]);
        return types.includes(parsed.type) && Object.keys(parsed).every((name) => own.has(name));
      }),
      { seed, numRuns: cases.frames },
    );
    // Else nothing but refusals would have been tried.
    expect(taken).toBeGreaterThan(cases.frames / 100);
  },
);

fuzz(
  {
    id: "5.fuzzed-sessions",
    name: "any sequence of frames during a run, in any pieces",
    protection: "a run has one outcome, and the host is asked by valid calls of that run alone",
  },
  async () => {
    const fake = createFakeSandbox();
    const host = createRecordingHost();
    const runtime = await createSandboxRuntime({ driver: fake.driver, host, graceMs: 20 });
    const unhandled: unknown[] = [];
    const onUnhandled = (reason: unknown): void => void unhandled.push(reason);
    process.on("unhandledRejection", onUnhandled);
    try {
      await fc.assert(
        fc.asyncProperty(
          fc.array(frame, { maxLength: 20 }),
          fc.integer({ min: 1, max: 200 }),
          async (frames, size) => {
            count += frames.length;
            const before = host.calls.length;
            let valid = 0;
            fake.onFrame = ({ type, id }) => {
              if (type !== "run-start") return;
              const lines = frames.map((each) => {
                const mine = { ...each };
                if (mine["run"] === "r1") mine["run"] = id;
                if (mine["type"] === "run-end" && mine["id"] === "r1") mine["id"] = id;
                if (mine["type"] === "call" && mine["run"] === id) valid += 1;
                return `${JSON.stringify(mine)}\n`;
              });
              const bytes = Buffer.from(lines.join(""));
              for (let at = 0; at < bytes.length; at += size) {
                fake.say(bytes.subarray(at, at + size));
              }
            };
            let outcomes = 0;
            await runtime.run("1", { timeoutMs: 20 }).then(
              () => (outcomes += 1),
              (error: unknown) => {
                outcomes += 1;
                expect(error).toBeInstanceOf(SandboxError);
              },
            );
            expect(outcomes).toBe(1);
            expect(host.calls.length - before).toBeLessThanOrEqual(valid);
          },
        ),
        { seed, numRuns: cases.conversations },
      );
      expect(unhandled).toEqual([]);
    } finally {
      process.off("unhandledRejection", onUnhandled);
      await runtime.close();
    }
  },
);
