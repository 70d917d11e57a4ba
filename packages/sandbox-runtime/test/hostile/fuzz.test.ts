// Both the parser and a session against what nobody thought of. The seed is printed; FUZZ_SEED repeats a run.
import { isUtf8 } from "node:buffer";
import * as fc from "fast-check";
import { afterAll, expect, it } from "vitest";
import { createSandboxRuntime, SandboxError } from "@mcp-code-execution/sandbox-runtime";
import { LineDecoder } from "../../src/protocol/line-decoder.ts";
import { parseSandboxFrame } from "../../src/protocol/parse-sandbox-frame.ts";
import { createRecordingHost } from "../recording-host.ts";
import { createFakeSandbox } from "./fake-sandbox.ts";
import { hostile, type HostileCase } from "./hostile-case.ts";

const seed = Number(process.env["FUZZ_SEED"] ?? Date.now() % 2 ** 31);
const cases = { lines: 40_000, frames: 60_000, conversations: 200 };
let count = 0;
afterAll(() => console.error(`fuzzed ${count} cases with FUZZ_SEED=${seed}`));

const types = [
  "kernel-compiled",
  "ready",
  "pipes-offer",
  "output",
  "display",
  "call",
  "call-cancel",
  "run-end",
];

// Values are drawn once and then chosen by number: drawing each anew would take longer than all that is tested.
const text = fc.oneof(
  fc.string({ unit: "binary", maxLength: 20 }),
  fc.constantFrom("\ud800", "\0", "constructor", "__proto__", ""),
);
const number = fc.oneof(fc.nat({ max: 3 }), fc.double(), fc.constantFrom(2 ** 53, -0, -1, 1e308));
const texts = fc.sample(text, { seed, numRuns: 500 });
const numbers = fc.sample(number, { seed, numRuns: 100 });
const anything: unknown[] = fc.sample(fc.jsonValue({ maxDepth: 2 }), { seed, numRuns: 1_000 });
const runIds = ["r1", "r1", "r1", "r2", "", "__proto__"];
const echo = { server: "echo-server", tool: "echo", arguments: {} };

/** For each field, what is right or nearly right. */
const choices: Record<string, readonly unknown[]> = {
  id: [...runIds, ...numbers],
  run: runIds,
  stream: ["stdout", "stderr", "stdin"],
  text: texts,
  python: texts,
  mimeType: ["image/png", "image/jpeg", "text/html"],
  data: ["iVBORw==", "", "no base64!"],
  method: ["tools.call", "tools.search", "saved.save", ...texts],
  params: [echo, echo, { query: "x" }, {}, []],
  reports: [undefined, ["log"], ["progress", "log"], ["x"]],
  status: ["ok", "error", "interrupted", "timeout"],
  value: [undefined, ...texts],
  error: [undefined, { type: "E", message: "m" }, "text"],
};

/** Sometimes right, mostly nearly right. */
const frame = fc.array(fc.nat(), { minLength: 16, maxLength: 16 }).map((numbersOf) => {
  let turn = 0;
  const chosen = <T>(from: readonly T[]): T =>
    from[(numbersOf[turn++ % 16] ?? 0) % from.length] as T;
  const wild = chosen([false, false, true]);
  const type = wild ? chosen<unknown>([...types, ...anything]) : chosen(types);
  // A made-up type may be called as something of every object is, toString for one.
  const own =
    typeof type === "string" && types.includes(type)
      ? (fieldsOf[type] ?? [])
      : Object.keys(choices);
  const fields = own.map((name) => [name, chosen(choices[name] ?? anything)] as const);
  if (wild) fields.push([chosen(texts), chosen(anything)], [chosen(own), chosen(anything)]);
  return Object.fromEntries([["type", type], ...fields]) as Record<string, unknown>;
});

/** Right, as long as its id is not in use and its run is the one that is going on. */
const rightFrame = fc
  .nat()
  .map((id): Record<string, unknown> =>
    id % 2 === 0
      ? { type: "output", run: "r1", stream: "stdout", text: "x" }
      : { type: "call", id, run: id % 11 === 0 ? "r2" : "r1", method: "tools.call", params: echo },
  );

const fieldsOf: Record<string, readonly string[]> = {
  ready: ["python"],
  output: ["run", "stream", "text"],
  display: ["run", "mimeType", "data"],
  call: ["id", "run", "method", "params", "reports"],
  "call-cancel": ["id"],
  "run-end": ["id", "status", "value", "error"],
};

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
    const pieces = [
      ...fc.sample(fc.uint8Array({ maxLength: 60 }), { seed, numRuns: 500 }),
      ...texts.map((each) => new TextEncoder().encode(each)),
      ...Array.from({ length: 500 }, () => Uint8Array.of(0x0a)),
    ];
    const numbersOf = fc.array(fc.nat(), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(numbersOf, numbersOf, (parts, cuts) => {
        count += 1;
        const whole = Buffer.concat(
          parts.map((part) => pieces[part % pieces.length] ?? Uint8Array.of()),
        );
        const sizes = cuts.map((cut) => 1 + (cut % 9));
        return decoded(whole, sizes) === expected(whole);
      }),
      { seed, numRuns: cases.lines },
    );
  },
);

const longest = 50;

/** The same by the shortest way there is, for bytes that are all there. */
function expected(bytes: Buffer): string {
  const lines: string[] = [];
  let rest = bytes;
  for (;;) {
    const end = rest.indexOf(0x0a);
    const line = end === -1 ? rest : rest.subarray(0, end);
    if (line.length > longest) return JSON.stringify([...lines, "RangeError"]);
    if (end === -1) return JSON.stringify(lines);
    if (!isUtf8(line)) return JSON.stringify([...lines, "TypeError"]);
    lines.push(line.toString());
    rest = rest.subarray(end + 1);
  }
}

/** The lines, and why no more came. */
function decoded(bytes: Buffer, cuts: readonly number[]): string {
  const decoder = new LineDecoder(longest);
  const lines: string[] = [];
  try {
    for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
      const size = cuts[turn % cuts.length] ?? 1;
      for (const line of decoder.push(bytes.subarray(at, at + size))) lines.push(line.toString());
      at += size;
    }
  } catch (error) {
    if (!(error instanceof RangeError) && !(error instanceof TypeError)) throw error;
    return JSON.stringify([...lines, error.name]);
  }
  return JSON.stringify(lines);
}

fuzz(
  {
    id: "5.fuzzed-frames",
    name: "any JSON, and frames that are nearly right",
    protection: "the schema of frames",
  },
  () => {
    let taken = 0;
    const others = [...texts, ...anything.map((value) => JSON.stringify(value))];
    const line = fc.oneof(
      { weight: 6, arbitrary: frame.map((value) => JSON.stringify(value)) },
      { weight: 1, arbitrary: fc.constantFrom(...others) },
    );
    fc.assert(
      fc.property(line, (written) => {
        count += 1;
        let parsed;
        try {
          parsed = parseSandboxFrame(written);
        } catch (error) {
          return error instanceof Error && error.message.length < 100_000;
        }
        taken += 1;
        if (!types.includes(parsed.type)) return false;
        const own = new Set(["type", ...(fieldsOf[parsed.type] ?? [])]);
        return Object.keys(parsed).every((name) => own.has(name));
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
          fc.array(fc.oneof(rightFrame, frame), { maxLength: 20 }),
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
      // Else no valid call would have been tried.
      expect(host.calls.length).toBeGreaterThan(0);
    } finally {
      process.off("unhandledRejection", onUnhandled);
      await runtime.close();
    }
  },
);
