// A sandbox that says what a test writes, with the host that it asks and the runtime it belongs to: new for each case.
import { it } from "vitest";
import {
  createSandboxRuntime,
  type RunOutcome,
  type SandboxRuntime,
} from "@mcp-code-execution/sandbox-runtime";
import { createRecordingHost, type RecordingHost } from "../recording-host.ts";
import { createFakeSandbox, type FakeSandbox } from "./fake-sandbox.ts";
import { hostile, type HostileCase } from "./hostile-case.ts";

export interface Forged {
  fake: FakeSandbox;
  host: RecordingHost;
  runtime: SandboxRuntime;
  /** A run whose sandbox says what `say` writes as soon as it has been told to start. */
  run(say: (id: string) => void | Promise<void>, timeoutMs?: number): Promise<RunOutcome>;
}

export async function withForged(test: (forged: Forged) => Promise<void>): Promise<void> {
  const fake = createFakeSandbox();
  const host = createRecordingHost();
  await using runtime = await createSandboxRuntime({ driver: fake.driver, host, graceMs: 200 });
  await test({
    fake,
    host,
    runtime,
    run(say, timeoutMs = 5_000) {
      fake.onFrame = (frame) => {
        if (frame.type === "run-start") void say(String(frame["id"]));
      };
      return runtime.run("1", { timeoutMs });
    },
  });
}

export function defineForgedCase(
  found: HostileCase,
  test: (forged: Forged) => Promise<void>,
): void {
  const options = { timeout: 60_000, ...hostile("host", found) };
  it(`[${found.id}] ${found.name}`, options, () => withForged(test));
}
