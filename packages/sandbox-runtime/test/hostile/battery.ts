// The cases that are the same for every runtime. Each ends with the same questions: does the attacker's session work
// again, and did the session beside it notice anything?
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  createSandboxRuntime,
  SandboxError,
  type RunOptions,
  type SandboxRuntime,
  type SandboxRuntimeOptions,
} from "@mcp-code-execution/sandbox-runtime";
import { createRecordingHost, type RecordingHost } from "../recording-host.ts";
import { authorityCases } from "./cases/authority.ts";
import { fileCases } from "./cases/files.ts";
import { protocolCases } from "./cases/protocol.ts";
import { resourceCases } from "./cases/resources.ts";
import { hostile, type HostileCase } from "./hostile-case.ts";

export interface Attempt {
  /** The outcome's status, or the SandboxError's code. */
  status: string;
  stateLost: boolean;
  output: string;
  value: string | undefined;
  error: string | undefined;
  notices: string;
}

export interface Battery {
  runtime: SandboxRuntime;
  host: RecordingHost;
  /** Runs in the session `attacker`, for at most a second where no other time is given. */
  attempt(code: string, options?: RunOptions): Promise<Attempt>;
}

export interface BatteryCase extends HostileCase {
  /** Default: every runtime. */
  only?: "embedded" | "containers";
  attack(battery: Battery): Promise<void>;
}

const cases: readonly BatteryCase[] = [
  ...fileCases,
  ...resourceCases,
  ...protocolCases,
  ...authorityCases,
];

export function testBattery(name: string, options: SandboxRuntimeOptions): void {
  const kind = name === "embedded" ? "embedded" : "containers";
  const chosen = cases.filter(({ only }) => only === undefined || only === kind);
  describe(`${name} battery`, { timeout: 120_000 }, () => {
    let battery: Battery;
    beforeAll(async () => {
      const host = createRecordingHost();
      const runtime = await createSandboxRuntime({ ...options, host, graceMs: 1_000 });
      battery = { runtime, host, attempt: attempts(runtime) };
      await runtime.run("witness = 'unharmed'", { session: "bystander" });
    });
    afterAll(() => battery.runtime.close());

    for (const found of chosen) {
      it(`[${found.id}] ${found.name}`, hostile(name, found), async () => {
        await found.attack(battery);
        const { runtime } = battery;
        expect((await runtime.run("1 + 1", { session: "attacker" })).value).toBe("2");
        expect(await runtime.run("witness", { session: "bystander" })).toMatchObject({
          value: "'unharmed'",
          notices: [],
        });
      });
    }
  });
}

function attempts(runtime: SandboxRuntime): Battery["attempt"] {
  return async (code, options) => {
    try {
      const run = { timeoutMs: 1_000, ...options, session: "attacker" };
      const { status, stateLost, output, value, error, notices } = await runtime.run(code, run);
      return {
        status,
        stateLost,
        output: output.map(({ text }) => text).join(""),
        value,
        error: error?.type,
        notices: notices.join("\n"),
      };
    } catch (error) {
      if (!(error instanceof SandboxError)) throw error;
      const output = error.output.map(({ text }) => text).join("");
      const { code: status, message: notices } = error;
      return { status, stateLost: true, output, value: undefined, error: undefined, notices };
    }
  };
}
