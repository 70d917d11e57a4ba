import type { SandboxRuntime, ToolHost } from "@mcp-code-execution/sandbox-runtime";
import type { BridgeOptions } from "./bridge-types.ts";
import { lateSandboxError } from "./late-sandbox-error.ts";
import { startSandboxes } from "./start-sandboxes.ts";

/** The sandbox runtime of a bridge, created when it is first needed. */
export interface LateSandboxes {
  /** Rejects with a SandboxError once closed. After a failure the next call tries again. */
  get(): Promise<SandboxRuntime>;
  /** Resolves when no sandbox is left. Never rejects. */
  close(): Promise<void>;
}

export function createLateSandboxes(options: BridgeOptions, host: ToolHost): LateSandboxes {
  let starting: Promise<SandboxRuntime> | undefined;
  let closed = false;
  return {
    async get() {
      if (closed) {
        throw await lateSandboxError("closed", "The bridge is closed. Create a new one.");
      }
      starting ??= startSandboxes(options, host).catch((error: unknown) => {
        starting = undefined;
        throw error;
      });
      return starting;
    },
    async close() {
      closed = true;
      await starting?.then((runtime) => runtime.close()).catch(() => {});
    },
  };
}
