import type { Readable, Writable } from "node:stream";
import type { PipesOffer } from "../protocol/sandbox-frames.ts";

/** One way of running the Python kernel isolated from the host. One file or folder per driver. */
export interface SandboxDriver {
  /** As in `MCP_BRIDGE_RUNTIME`. */
  readonly name: string;
  /** Starts a process that reads the Python kernel as its first line. Throws a SandboxError. */
  start(options: DriverStartOptions): Promise<SandboxProcess>;
  /** Releases what the driver holds in addition to its sandboxes. */
  close?(): Promise<void>;
}

/** The limits of a sandbox, and how its start is observed and ended. */
export interface DriverStartOptions {
  limits: SandboxLimits;
  /** Aborted if the start is cancelled or its time is up: nothing of it may be left then. */
  signal?: AbortSignal | undefined;
  /**
   * Called at the beginning of each step, such as `creating the container`, so that an error can say which step took
   * the time; `whenLate` is the error message if the time runs out during that step.
   */
  onStep?: ((doing: string, whenLate?: string) => void) | undefined;
  /** Called with what takes long, such as the pull of an image. */
  onStatus?: ((status: string) => void) | undefined;
}

/** The limits of one sandbox. */
export interface SandboxLimits {
  memoryBytes: number;
  /** Processes and threads. A runtime without either meets it anyway. */
  pids: number;
}

/** Limits that the Python kernel sets for its own processes, in bytes and counts. */
export interface OwnLimits extends Partial<SandboxLimits> {
  /** Address space of each process, used or not. */
  addressBytes?: number;
}

/** A started process and its three streams. */
export interface SandboxProcess {
  /** Frames to the kernel, a line each. Its end must end the process. */
  readonly stdin: Writable;
  /** Frames from the kernel, a line each. */
  readonly stdout: Readable;
  /** What is wrong, in text; its last lines become part of an error. */
  readonly stderr: Readable;
  /** Limits that only the Python kernel itself can enforce here. */
  readonly ownLimits?: OwnLimits | undefined;
  /**
   * Opens the pipes that the kernel offers, in which frames get there faster; `stdin` and `stdout` then only reach the
   * kernel's first process. Resolves with undefined if they cannot be opened. If absent, nothing is offered.
   */
  readonly openPipes?: ((offer: PipesOffer) => Promise<DirectPipes | undefined>) | undefined;
  /**
   * The image that has its Python, by a name that no other image can have: what a sandbox of that image has compiled, the
   * next ones load. If absent, each compiles the kernel itself.
   */
  readonly image?: string | undefined;
  /** A sentence that users of this runtime must see once. */
  readonly notice?: string | undefined;
  /** Resolves when the process is gone, whoever ended it. Never rejects. */
  readonly exited: Promise<SandboxExit>;
  /** Ends the sandbox itself, at once. Resolves when it is gone; may be called again. */
  kill(): Promise<void>;
}

/** Pipes between this process and the kernel, in place of the streams that a driver has by itself. */
export interface DirectPipes {
  readonly toSandbox: Writable;
  readonly fromSandbox: Readable;
}

/** How a process ended. */
export interface SandboxExit {
  /** The exit status; null if it is unknown, or a signal ended the process. */
  code: number | null;
  /** Such as `SIGKILL`; null if none ended the process, or that is unknown. */
  signal: string | null;
  /** True if its memory limit ended it. */
  outOfMemory?: boolean;
  /** Why it ended, if it did not end by itself. */
  reason?: string | undefined;
}
