import type { OutputChunk } from "./run-outcome.ts";

/**
 * - `invalid-options`: an option of the caller is out of range.
 * - `runtime-unavailable`: the requested runtime is not available on this machine.
 * - `start-failed`: the sandbox did not start.
 * - `too-many-sessions`: the most sandboxes that may run code at once already do, and none was started.
 * - `sandbox-crashed`: it ended by itself during a run; its state is gone.
 * - `out-of-memory`: it ended because it reached its memory limit; its state is gone.
 * - `protocol-violation`: it sent an invalid frame and was ended; its state is gone.
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

/** What a SandboxError may have in addition to its message. */
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
