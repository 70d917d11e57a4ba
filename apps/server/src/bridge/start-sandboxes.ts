import type { SandboxRuntime, ToolHost } from "@mcp-code-execution/sandbox-runtime";
import { latePart } from "../replaced-files-error.ts";
import { bridgeDefaults } from "./bridge-defaults.ts";
import type { BridgeOptions } from "./bridge-types.ts";

/** Creates the sandbox runtime for the options, and logs which one it is and why. */
export async function startSandboxes(
  options: BridgeOptions,
  host: ToolHost,
): Promise<SandboxRuntime> {
  const {
    timeoutSeconds = bridgeDefaults.timeoutSeconds,
    startupTimeoutSeconds = bridgeDefaults.startupTimeoutSeconds,
    idleTimeoutSeconds = 0,
  } = options;
  const log = (message: string): void =>
    options.onLog?.({ server: "sandbox", level: "info", message });
  // Loaded with the first sandbox: a client that only lists tools does not wait for it.
  const createSandboxRuntime = await latePart(
    "createSandboxRuntime",
    () => import("@mcp-code-execution/sandbox-runtime"),
  );
  const runtime = await createSandboxRuntime({
    host,
    runtime: options.runtime,
    image: options.image,
    cpus: options.cpus,
    containerUser: options.containerUser,
    ociRuntime: options.ociRuntime,
    memoryLimitBytes: options.memoryLimitBytes,
    pidsLimit: options.pidsLimit,
    held: options.held,
    warm: options.warm,
    maxSessions: options.maxSandboxes,
    timeoutMs: timeoutSeconds * 1000,
    startupTimeoutMs: startupTimeoutSeconds * 1000,
    ...(idleTimeoutSeconds > 0 && { idleTimeoutMs: idleTimeoutSeconds * 1000 }),
    onStatus: log,
  });
  log(`the runtime is ${runtime.name}${runtime.reason ? ` (${runtime.reason})` : ""}`);
  return runtime;
}
