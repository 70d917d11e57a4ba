export { createHeldBytes, type HeldBytes } from "./connection/held-bytes.ts";
export { createSandboxRuntime } from "./sandbox-runtime.ts";
export type { SandboxRuntime, SandboxRuntimeOptions } from "./sandbox-runtime.ts";
export type { SandboxSession } from "./sessions/session.ts";
export type { RunOptions } from "./runs/run-options.ts";
export type { OutputChunk, RunError, RunImage, RunOutcome } from "./run-outcome.ts";
export { SandboxError } from "./sandbox-error.ts";
export type { SandboxErrorCode } from "./sandbox-error.ts";
export type {
  CallContext,
  CallLog,
  CallProgress,
  PromptRequest,
  ResourceReadRequest,
  ServerRequest,
  ToolCallRequest,
  ToolDescribeRequest,
  ToolHost,
  ToolResult,
  ToolSearchRequest,
} from "./tools/tool-host.ts";
export type { CallJson, ReadJson } from "./tools/call-json.ts";
export type { CancelSignal } from "./tools/cancel-signal.ts";
export { savedToolLimits } from "./tools/saved-tool-store.ts";
export type { SavedTool, SavedToolSource, SavedToolStore } from "./tools/saved-tool-store.ts";
export type { ServerHandle, UnusableServerHandle } from "./protocol/host-frames.ts";
export type { RuntimeName } from "./drivers/runtime-name.ts";
export type {
  DriverStartOptions,
  SandboxDriver,
  SandboxExit,
  SandboxLimits,
  SandboxProcess,
} from "./drivers/driver.ts";
export { buildImage } from "./drivers/container/images/build-image.ts";
export type { BuildImageOptions } from "./drivers/container/images/build-image.ts";
export { endSandboxes, listSandboxes } from "./drivers/container/running/running-sandboxes.ts";
export type { RunningSandbox } from "./drivers/container/running/running-sandbox.ts";
export { pullImage } from "./drivers/container/images/pull-image.ts";
export type { PullImageOptions } from "./drivers/container/images/pull-image.ts";
export { inspectRuntime } from "./drivers/inspect-runtime.ts";
export type { EngineReport, RuntimeReport } from "./drivers/inspect-runtime.ts";
