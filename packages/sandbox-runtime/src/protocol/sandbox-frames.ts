/** Frames from a sandbox to the host: one JSON object per line on the sandbox's standard output. */
export type SandboxFrame =
  | KernelCompiled
  | PipesOffer
  | Ready
  | Output
  | Display
  | Call
  | CallCancel
  | RunEnd;

/** Sent once, before `ready`, if the host asked for it: the kernel as this Python has compiled it, for sandboxes of the same image. */
export interface KernelCompiled {
  type: "kernel-compiled";
  /** Base64. */
  code: string;
}

/** Sent before `ready`, if the host asked for it: pipes of the sandbox's first process, for all frames after it. */
export interface PipesOffer {
  type: "pipes-offer";
  toSandbox: OfferedPipe;
  fromSandbox: OfferedPipe;
}

/** `descriptor`: its number in that process. */
export interface OfferedPipe {
  descriptor: number;
  inode: number;
}

export interface Ready {
  type: "ready";
  /** Version of the interpreter. */
  python: string;
}

export interface Output {
  type: "output";
  run: string;
  stream: "stdout" | "stderr";
  text: string;
}

export interface Display {
  type: "display";
  run: string;
  mimeType: "image/png" | "image/jpeg" | "image/gif" | "image/webp";
  /** Base64. */
  data: string;
}

/** A call to the host. Many may wait at once; each has a new `id`. */
export interface Call {
  type: "call";
  id: number;
  run: string;
  method: string;
  params: Record<string, unknown>;
  /** The reports that the code wants while it waits. */
  reports?: ("progress" | "log")[] | undefined;
}

/** The code no longer waits for that call. */
export interface CallCancel {
  type: "call-cancel";
  id: number;
}

/** The last frame of a run. */
export interface RunEnd {
  type: "run-end";
  id: string;
  status: "ok" | "error" | "interrupted";
  /** `repr` of the last expression's value. */
  value?: string | undefined;
  error?: { type: string; message: string; traceback?: string | undefined } | undefined;
}
