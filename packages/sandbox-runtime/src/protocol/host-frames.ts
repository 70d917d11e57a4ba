import type { SavedToolChanges } from "../tools/known-saved-tools.ts";

/** What the host says to a sandbox: one JSON object per line on the sandbox's standard input. */
export type HostFrame =
  | KernelStart
  | RunStart
  | RunInterrupt
  | StandStill
  | CallProgressFrame
  | CallLogFrame
  | CallResult;

/** The first line: the kernel itself, so that host and kernel are never of different versions. */
export interface KernelStart {
  type: "kernel-start";
  /** Path below the kernel's folder to the file's text. */
  files: Record<string, string>;
  /** Characters of output a run may send. */
  outputLimit: number;
  /** Limits that the kernel sets for its own process, where the runtime cannot. */
  limits?: { memoryBytes?: number; pids?: number; addressBytes?: number };
}

export interface RunStart {
  type: "run-start";
  id: string;
  code: string;
  servers: readonly ServerHandle[];
  /** Where they are not what this sandbox was told last. */
  saved?: SavedToolChanges;
}

/** Asks for a KeyboardInterrupt in the run; variables stay. */
export interface RunInterrupt {
  type: "run-interrupt";
  id: string;
}

/** There has been no run for a while: until the next frame nothing of the sandbox uses the processor. */
export interface StandStill {
  type: "stand-still";
}

/** How far a call is, where its frame asked; of several reports in a short time, the latest. */
export interface CallProgressFrame {
  type: "call-progress";
  id: number;
  progress: number;
  total?: number;
  message?: string;
}

/** What a server logged during a call whose frame asked. */
export interface CallLogFrame {
  type: "call-log";
  id: number;
  level: string;
  logger?: string;
  data: unknown;
  /** In the last one of a call: how many were not sent because there were too many. */
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
