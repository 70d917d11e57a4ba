import type { OutputChunk } from "./run-outcome.ts";

/**
 * - `invalid-options`: an option of the caller is out of range.
 * - `runtime-unavailable`: the runtime that was asked for cannot be had on this machine.
 * - `start-failed`: the sandbox did not come up.
 * - `too-many-sessions`: as many sandboxes run code as may at once, and none was started.
 * - `sandbox-crashed`: it ended by itself in the middle of a run; its state is gone.
 * - `out-of-memory`: it ended because it reached its memory limit; its state is gone.
 * - `protocol-violation`: it sent something that is no frame, and was ended; its state is gone.
 * - `closed`: the session or the runtime was closed by its owner.
 */
export type SandboxErrorCode =
  | "invalid-options"
  | "runtime-unavailable"
  | "start-failed"
  | "too-many-sessions"
  | "sandbox-crashed"
  | "out-of-memory"
  | "protocol-violation"
  | "closed";

/** What a SandboxError may carry beside its sentence. */
export interface SandboxErrorDetails {
  cause?: unknown;
  /** What the run had printed before its sandbox failed. */
  output?: readonly OutputChunk[];
}

/** The sandbox failed, as opposed to the code in it, whose failures are a `RunOutcome`. */
export class SandboxError extends Error {
  override readonly name = "SandboxError";
  readonly code: SandboxErrorCode;
  readonly output: readonly OutputChunk[];

  constructor(code: SandboxErrorCode, message: string, details: SandboxErrorDetails = {}) {
    super(message, { cause: details.cause });
    this.code = code;
    this.output = details.output ?? [];
  }
}
