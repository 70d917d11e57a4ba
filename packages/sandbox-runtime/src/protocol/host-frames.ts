import type { SavedToolChanges } from "../tools/known-saved-tools.ts";

/** Frames from the host to a sandbox: one JSON object per line on the sandbox's standard input. */
export type HostFrame =
  | KernelStart
  | PipesAnswer
  | RunStart
  | RunInterrupt
  | StandStill
  | Continue
  | CallProgressFrame
  | CallLogFrame
  | CallResult;

/** The first line: the Python kernel itself, so that host and kernel always have the same version. */
export interface KernelStart {
  type: "kernel-start";
  /** Path below the kernel's folder to the file's text. */
  files: Record<string, string>;
  /** These files as an earlier sandbox of the same image has compiled them, in base64. */
  compiled?: string;
  /** Asks for a `kernel-compiled`. */
  compile?: true;
  /** Characters of output a run may send. */
  outputLimit: number;
  /** Limits that the kernel sets for its own process, because the runtime cannot. */
  limits?: { memoryBytes?: number; pids?: number; addressBytes?: number };
  /** Asks for a `pipes-offer`. */
  pipes?: true;
}

/** The answer to a `pipes-offer`. If the pipes are open, what follows goes through them. */
export interface PipesAnswer {
  type: "pipes-answer";
  opened: boolean;
}

export interface RunStart {
  type: "run-start";
  id: string;
  code: string;
  servers: readonly ServerHandle[];
  /** Present if there are any. */
  unusable?: readonly UnusableServerHandle[];
  /** Present if the saved tools have changed since this sandbox last received them. */
  saved?: SavedToolChanges;
}

/** Requests a KeyboardInterrupt in the run; variables are kept. */
export interface RunInterrupt {
  type: "run-interrupt";
  id: string;
}

/** There has been no run for a while: until the next frame, nothing in the sandbox may use the processor. */
export interface StandStill {
  type: "stand-still";
}

/** Ends that, where other frames do not pass the sandbox's first process. */
export interface Continue {
  type: "continue";
}

/** Progress of a call whose frame asked for it; of several reports in a short time, only the latest. */
export interface CallProgressFrame {
  type: "call-progress";
  id: number;
  progress: number;
  total?: number;
  message?: string;
}

/** A log message of the server, during a call whose frame asked for them. */
export interface CallLogFrame {
  type: "call-log";
  id: number;
  level: string;
  logger?: string;
  data: unknown;
  /** In the last one of a call: how many were dropped because there were too many. */
  dropped?: number;
}

export type CallResult =
  | { type: "call-result"; id: number; ok: true; value: unknown }
  | { type: "call-result"; id: number; ok: false; error: CallError };

/** `code` chooses the Python exception: see `sandbox/python/mcp/errors.py`. */
export interface CallError {
  code: string;
  message: string;
  server?: string;
  tool?: string;
}

/** A server as user code sees it. */
export interface ServerHandle {
  name: string;
  /** A Python identifier: user code finds the server as `mcp_<alias>` and `mcp.servers.<alias>`. */
  alias: string;
  description?: string;
}

/** A server that is configured and cannot be used: code that uses it by name is told why. */
export interface UnusableServerHandle {
  name: string;
  /** A Python identifier. A server that can be used comes first where both have the same. */
  alias: string;
  /** Sentences that code may read. */
  reason: string;
}
