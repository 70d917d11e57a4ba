// What is said beside the pipes of a sandbox, by it and to it.
import { PassThrough } from "node:stream";
import { expect, vi } from "vitest";
import { createSandboxRuntime } from "@mcp-code-execution/sandbox-runtime";
import { createRecordingHost } from "../recording-host.ts";
import type { DirectPipes } from "../../src/drivers/driver.ts";
import type { FakeSandbox } from "./fake-sandbox.ts";
import { end } from "./forged-frames.ts";
import { defineForgedCase } from "./forged-sandbox.ts";

defineForgedCase(
  {
    id: "4.closed-pipe-between-runs",
    name: "a sandbox that has closed its pipe, so as not to be told to stand still",
    protection:
      "the word to stand still goes to its first process, whatever has become of its pipe",
    checked: "mutation",
  },
  async ({ fake }) => {
    const pipes = givePipes(fake, (id) => [end(id)]);
    await using runtime = await createSandboxRuntime({
      driver: fake.driver,
      host: createRecordingHost(),
      stillAfterMs: 50,
    });
    expect((await runtime.run("1")).status).toBe("ok");
    pipes.toSandbox.destroy();
    await vi.waitFor(() => expect(fake.heard().at(-1)?.type).toBe("stand-still"), 10_000);
  },
);

defineForgedCase(
  {
    id: "5.text-beside-its-pipes",
    name: "a first process that goes on sending after its pipes have been opened",
    protection: "the host ends a sandbox that sends anything beside its pipes",
    checked: "mutation",
  },
  async ({ fake, runtime }) => {
    givePipes(fake, () => {
      fake.say("anything\n");
      return [];
    });
    await expect(runtime.run("1", { timeoutMs: 5_000 })).rejects.toMatchObject({
      code: "protocol-violation",
    });
  },
);

/** Pipes for its next start. `answer` returns the frames that follow the start of a run. */
function givePipes(fake: FakeSandbox, answer: (id: string) => object[]): DirectPipes {
  const toSandbox = new PassThrough();
  const fromSandbox = new PassThrough();
  toSandbox.on("data", (line: Buffer) => {
    const { id } = JSON.parse(line.toString()) as { id: string };
    for (const frame of answer(id)) fromSandbox.write(`${JSON.stringify(frame)}\n`);
  });
  fake.pipes = { toSandbox, fromSandbox };
  return fake.pipes;
}
