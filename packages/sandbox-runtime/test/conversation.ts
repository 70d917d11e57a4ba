// The frames of one conversation, as both ends must speak it: sandbox/protocol/conversation.json.
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { describe, expect, it } from "vitest";
import type { SandboxDriver } from "@mcp-code-execution/sandbox-runtime";
import { readKernel } from "../src/kernel-bundle.ts";

type Turn = { host: object } | { sandbox: Record<string, unknown> };

const turns = JSON.parse(
  readFileSync(new URL("../../../sandbox/protocol/conversation.json", import.meta.url), "utf8"),
) as Turn[];

export function testConversation(name: string, createDriver: () => Promise<SandboxDriver>): void {
  describe(`${name} kernel`, () => {
    it("speaks the protocol frame by frame", async () => {
      const driver = await createDriver();
      const sandbox = await driver.start({ limits: { memoryBytes: 512 * 1024 * 1024, pids: 128 } });
      try {
        const lines = createInterface({ input: sandbox.stdout })[Symbol.asyncIterator]();
        const say = (frame: object): boolean => sandbox.stdin.write(`${JSON.stringify(frame)}\n`);
        const hear = async (): Promise<unknown> => JSON.parse((await lines.next()).value ?? "null");
        say({ type: "kernel-start", files: readKernel(), outputLimit: 1_000 });
        expect(await hear()).toEqual({
          type: "ready",
          python: expect.stringMatching(/^3\.\d+\.\d+/),
        });
        for (const turn of turns) {
          if ("host" in turn) say(turn.host);
          else expect(await hear()).toEqual(withAnyTraceback(turn.sandbox));
        }
      } finally {
        await sandbox.kill();
      }
    });
  });
}

function withAnyTraceback(frame: Record<string, unknown>): Record<string, unknown> {
  const error = frame["error"] as Record<string, unknown> | undefined;
  if (error?.["traceback"] !== "*") return frame;
  return { ...frame, error: { ...error, traceback: expect.stringContaining("Traceback") } };
}
