import type { Readable, Writable } from "node:stream";

/** One way of running the kernel away from the host. One file or folder per driver. */
export interface SandboxDriver {
  /** As in `MCP_BRIDGE_RUNTIME`. */
  readonly name: string;
  /** Starts a process that reads the kernel as its first line. Throws a SandboxError. */
  start(options: DriverStartOptions): Promise<SandboxProcess>;
  /** Gives back what the driver holds beside its sandboxes. */
  close?(): Promise<void>;
}

/** What a sandbox may take, and how its start is followed and ended. */
export interface DriverStartOptions {
  limits: SandboxLimits;
  /** Aborted where the start is cancelled, and when its time is up: nothing of it is to be left then. */
  signal?: AbortSignal | undefined;
  /**
   * Told what is begun, such as `creating the container`, so that a start whose time is up can say what took it; `whenLate` is
   * said instead where that step is the last one.
   */
  onStep?: ((doing: string, whenLate?: string) => void) | undefined;
  /** Told what takes long, such as the pull of an image. */
  onStatus?: ((status: string) => void) | undefined;
}

/** What one sandbox may take. */
export interface SandboxLimits {
  memoryBytes: number;
  /** Processes and threads; where the runtime has none of them, it holds by itself. */
  pids: number;
}

/** Limits that the kernel sets for its own processes. In bytes and numbers. */
export interface OwnLimits extends Partial<SandboxLimits> {
  /** Of the addresses of each process, used or not. */
  addressBytes?: number;
}

/** A process that was started, and its three streams. */
export interface SandboxProcess {
  readonly stdin: Writable;
  readonly stdout: Readable;
  readonly stderr: Readable;
  /** Limits that nobody but the kernel itself can hold here. */
  readonly ownLimits?: OwnLimits | undefined;
  /** What a user of this runtime must know, said once. */
  readonly notice?: string | undefined;
  /** Resolves, never rejects, when the process is gone, whoever ended it. */
  readonly exited: Promise<SandboxExit>;
  /** Ends the sandbox itself, at once. Resolves when it is gone; may be called again. */
  kill(): Promise<void>;
}

/** How a process ended. `code` and `signal` are null where nobody can tell. */
export interface SandboxExit {
  code: number | null;
  signal: string | null;
  outOfMemory?: boolean;
  /** Why it ended, where it was not by itself. */
  reason?: string | undefined;
}
