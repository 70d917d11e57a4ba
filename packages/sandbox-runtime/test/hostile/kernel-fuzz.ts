// The sandbox's end of the protocol: a real kernel that is sent what no host would send.
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
const limits = { memoryBytes: 512 * 1024 * 1024, pids: 128 };

const odd = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.string({ unit: "binary", maxLength: 20 }),
  fc.constantFrom<unknown>("\ud800", "\0", 2 ** 53, -1, 1e308, null),
);
const stray = fc.oneof(
  fc.record({ type: fc.constantFrom("nothing", "__class__", "", "ready"), id: odd }),
  fc.record({ type: fc.constant("run-interrupt"), id: fc.oneof(fc.string(), fc.constant("r0")) }),
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

const code = `
try: await mcp_s.t()
except Exception: pass
print("done")`;

export function testKernelFuzz(name: string, createDriver: () => SandboxDriver): void {
  const common = {
    runtime: name,
    checked: "a control is the conversation of sandbox/protocol, which the same kernel holds",
  };
  const frames = {
    ...common,
    id: "5.fuzzed-kernel",
    name: "frames that no host would send, among right ones",
    protection: "the kernel leaves alone what it does not know",
  };
  const garbage = {
    ...common,
    id: "5.kernel-garbage",
    name: "lines that are no JSON, sent to the kernel",
    protection: "a kernel that cannot follow ends, instead of looking busy",
  };

  describe(`${name} kernel, attacked`, { timeout: 120_000 }, () => {
    it(`[${frames.id}] ${frames.name}`, hostile(name, frames), async () => {
      console.error(`kernel of ${name} with FUZZ_SEED=${seed}`);
      const { sandbox, say, hear } = await start(createDriver());
      try {
        const strays = fc.sample(stray, { seed, numRuns: rounds * 6 });
        const answers = fc.sample(answer, { seed, numRuns: rounds });
        for (let round = 0; round < rounds; round += 1) {
          const id = `r${round + 1}`;
          const some = strays.slice(round * 6, round * 6 + 6);
          for (const each of some.slice(0, 3)) say(each);
          say({ type: "run-start", id, code, servers: [{ name: "s", alias: "s" }] });
          const call = await hear();
          expect(call).toMatchObject({ type: "call", run: id });
          for (const each of some.slice(3)) say(each);
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
  say({ type: "kernel-start", files: readKernel(), outputLimit: 1_000 });
  expect(await hear()).toMatchObject({ type: "ready" });
  return { sandbox, say, hear };
}
