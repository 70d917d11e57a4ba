// The sandbox's end of the protocol: a real kernel that is sent what no host would send, in pieces of any size.
import { once } from "node:events";
import { createInterface } from "node:readline";
import * as fc from "fast-check";
import type { SandboxDriver, SandboxProcess } from "@mcp-code-execution/sandbox-runtime";
import { describe, expect, it } from "vitest";
import { readKernel } from "../../src/kernel-bundle.ts";
import { parseSandboxFrame } from "../../src/protocol/parse-sandbox-frame.ts";
import type { SandboxFrame } from "../../src/protocol/sandbox-frames.ts";
import { hostile } from "./hostile-case.ts";

const seed = Number(process.env["FUZZ_SEED"] ?? Date.now() % 2 ** 31);
const rounds = 40;
/** Each container costs as much time as the embedded kernel, which is the same kernel but for how it reads. */
const framesFor = (name: string): number =>
  Number(process.env["FUZZ_FRAMES"] ?? (name === "embedded" ? 100_000 : 20_000));
const limits = { memoryBytes: 512 * 1024 * 1024, pids: 128 };

const odd = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.string({ unit: "binary", maxLength: 20 }),
  fc.constantFrom<unknown>("\ud800", "\0", 2 ** 53, -1, 1e308, null),
);
/** A run that goes on may be interrupted: its id is drawn now and then. */
const otherRun = fc.string().filter((id) => !/^r[1-9]/.test(id));
const stray = fc.oneof(
  fc.record({ type: fc.constantFrom("nothing", "__class__", "", "ready"), id: odd }),
  fc.record({ type: fc.constant("run-interrupt"), id: fc.oneof(otherRun, fc.constant("r0")) }),
  fc.record({
    type: fc.constant("call-result"),
    id: fc.integer({ min: 1_000_000 }),
    ok: fc.boolean(),
    value: odd,
    error: fc.record({ code: fc.string(), message: fc.string() }),
    more: odd,
  }),
  fc.record({
    type: fc.constantFrom("call-progress", "call-log"),
    id: fc.integer({ min: 1_000_000 }),
    progress: fc.double(),
    level: fc.string(),
    data: odd,
  }),
);
const answer = fc.oneof(
  fc.record({
    ok: fc.constant(true),
    value: fc.record({ content: fc.array(odd, { maxLength: 3 }), structuredContent: odd }),
  }),
  fc.record({ ok: fc.constant(true), value: odd }),
  fc.record({
    ok: fc.constant(false),
    error: fc.record({
      code: fc.oneof(fc.string(), fc.constantFrom("refused", "tool-error")),
      message: fc.string(),
    }),
  }),
);

// Values are drawn once and then put together by number: drawing each frame anew would take longer than all that is tested.
const drawn = 4_000;

interface Drawn {
  /** Lines, each one frame, and never the same twice in a row. */
  strays(count: number): string;
  answers: readonly object[];
}

function draw(): Drawn {
  const shapes = fc.sample(stray, { seed, numRuns: drawn });
  const values = fc.sample(odd, { seed: seed + 1, numRuns: drawn });
  const numbers = fc.sample(fc.nat(), { seed: seed + 2, numRuns: drawn + 1 });
  let turn = 0;
  const next = <T>(from: readonly T[]): T => {
    turn += 1;
    const number = (numbers[turn % drawn] ?? 0) + (numbers[turn % (drawn + 1)] ?? 0) + turn;
    return from[number % from.length] as T;
  };
  const lineOf = (): string => {
    const { id, ...rest } = next(shapes) as { id?: unknown };
    const extra = { data: next(values), more: next(values) };
    return `${JSON.stringify({ ...rest, ...extra, id })}\n`;
  };
  return {
    strays: (count) => Array.from({ length: count }, lineOf).join(""),
    answers: fc.sample(answer, { seed, numRuns: rounds }),
  };
}

const code = `
try: await mcp_s.t()
except Exception: pass
print("done")`;

export function testKernelFuzz(name: string, createDriver: () => SandboxDriver): void {
  const frames = {
    runtime: name,
    checked: "mutation",
    id: "5.fuzzed-kernel",
    name: "frames that no host would send, among right ones",
    protection: "the kernel leaves alone what it does not know",
  };
  const garbage = {
    runtime: name,
    checked: "a control is the conversation of sandbox/protocol, which the same kernel holds",
    id: "5.kernel-garbage",
    name: "lines that are no JSON, sent to the kernel",
    protection: "a kernel that cannot follow ends, instead of looking busy",
  };

  describe(`${name} kernel, attacked`, { timeout: 120_000 }, () => {
    it(`[${frames.id}] ${frames.name}`, hostile(name, frames), async () => {
      const half = Math.ceil(framesFor(name) / rounds / 2);
      console.error(`kernel of ${name}: ${2 * rounds * (half + 1)} frames with FUZZ_SEED=${seed}`);
      const { sandbox, say, write, hear } = await start(createDriver());
      try {
        const { strays, answers } = draw();
        for (let round = 0; round < rounds; round += 1) {
          const id = `r${round + 1}`;
          await write(strays(half), round);
          say({ type: "run-start", id, code, servers: [{ name: "s", alias: "s" }] });
          const call = await hear();
          expect(call).toMatchObject({ type: "call", run: id });
          await write(strays(half), round);
          say({ ...answers[round], type: "call-result", id: (call as { id: number }).id });
          let frame: SandboxFrame;
          do frame = await hear();
          while (frame.type === "output");
          expect(frame).toMatchObject({ type: "run-end", id, status: "ok" });
        }
      } finally {
        await sandbox.kill();
      }
    });

    it(`[${garbage.id}] ${garbage.name}`, hostile(name, garbage), async () => {
      const { sandbox } = await start(createDriver());
      sandbox.stdin.write("{no JSON\n");
      expect((await sandbox.exited).code).not.toBe(0);
      await sandbox.kill();
    });
  });
}

interface Kernel {
  sandbox: SandboxProcess;
  say(frame: object): void;
  /** Text in pieces whose sizes differ by round, letters of several bytes and lines cut in two; waits for room. */
  write(text: string, round: number): Promise<void>;
  /** The next frame, which has to be one. */
  hear(): Promise<SandboxFrame>;
}

async function start(driver: SandboxDriver): Promise<Kernel> {
  const sandbox = await driver.start({ limits });
  sandbox.stdin.on("error", () => {});
  sandbox.stderr.resume();
  const lines = createInterface({ input: sandbox.stdout })[Symbol.asyncIterator]();
  const say = (frame: object): void => void sandbox.stdin.write(`${JSON.stringify(frame)}\n`);
  const hear = async (): Promise<SandboxFrame> =>
    parseSandboxFrame(String((await lines.next()).value));
  const write = async (text: string, round: number): Promise<void> => {
    const bytes = Buffer.from(text);
    const size = 1 + ((round * 7_919) % 65_521);
    for (let at = 0; at < bytes.length;) {
      // Small pieces are slow, and told apart only where they are handed over one by one.
      const end = at + (at < 2_000 ? 1 + (round % 13) : size);
      if (!sandbox.stdin.write(bytes.subarray(at, end))) await once(sandbox.stdin, "drain");
      at = end;
    }
  };
  say({ type: "kernel-start", files: readKernel(), outputLimit: 1_000 });
  expect(await hear()).toMatchObject({ type: "ready" });
  return { sandbox, say, write, hear };
}
