/** A run before its first line. */
export interface RunStart {
  /** Unique in the process; every call of the run names it. */
  id: string;
  session: string;
  code: string;
  startedAt: Date;
  /** The MCP client that asked; undefined where the bridge is used without MCP. */
  client?: RunClient | undefined;
}

/** How a client introduced itself. */
export interface RunClient {
  name: string;
  version: string;
  /** Who it acts for, where the transport knows; else whoever runs this process is meant. */
  user?: string | undefined;
}

/** How a run ended. */
export interface RunEnd {
  /** `lost` where the sandbox itself failed. */
  status: "ok" | "error" | "timeout" | "cancelled" | "lost";
  /** Name of the exception, or of our own error. */
  errorType?: string | undefined;
  durationMs: number;
}

/** A call of a tool before it is judged or sent. */
export interface ToolCallStart {
  server: string;
  tool: string;
  arguments: Readonly<Record<string, unknown>>;
  startedAt: Date;
}

/**
 * - `ok`: the tool answered.
 * - `error`: the tool answered that it failed.
 * - `denied`: it was not called, because a rule or a person said no.
 * - `cancelled`: the run did not wait for its answer any more.
 * - `failed`: there was no answer, or nothing to ask.
 */
export type ToolCallOutcome = "ok" | "error" | "denied" | "cancelled" | "failed";

/** How a call ended. */
export interface ToolCallEnd {
  outcome: ToolCallOutcome;
  /** Code of the error, such as `call-timeout`. */
  errorCode?: string | undefined;
  durationMs: number;
}

/** Follows runs and their calls. A method that throws or rejects at a start stops what would have started. */
export interface RunObserver {
  /** Undefined where nobody would be told. */
  startRun(run: RunStart): Promise<RunObservation | undefined>;
  /** Resolves when everything that was observed is where it belongs. */
  close(): Promise<void>;
}

/** One run, followed. */
export interface RunObservation {
  startCall(call: ToolCallStart): Promise<ToolCallObservation>;
  /** Resolves when it is where it belongs; never rejects. */
  end(end: RunEnd): Promise<void>;
}

/** One call, followed. */
export interface ToolCallObservation {
  end(end: ToolCallEnd): void;
}
