/** A run that is about to start. */
export interface RunStart {
  /** Unique in the process; every call of the run refers to it. */
  id: string;
  session: string;
  code: string;
  startedAt: Date;
  /** The MCP client that requested the run; undefined if the bridge is used without MCP. */
  client?: RunClient | undefined;
}

/** The name and version that a client reported. */
export interface RunClient {
  name: string;
  version: string;
  /** The user that the client acts for, if the transport knows; otherwise the user of this process is meant. */
  user?: string | undefined;
}

/** How a run ended. */
export interface RunEnd {
  /** `lost` if the sandbox itself failed. */
  status: "ok" | "error" | "timeout" | "cancelled" | "lost";
  /** Name of the exception, or of our own error. */
  errorType?: string | undefined;
  durationMs: number;
}

/** A tool call before it is checked or sent. */
export interface ToolCallStart {
  /** Both names as the code wrote them. */
  server: string;
  tool: string;
  arguments: Readonly<Record<string, unknown>>;
  startedAt: Date;
}

/**
 * - `ok`: the tool answered.
 * - `error`: the tool answered with an error.
 * - `denied`: the call was not made, because a rule or a person refused it.
 * - `cancelled`: the run no longer waited for the answer.
 * - `failed`: there was no answer, or there was no such tool or server.
 */
export type ToolCallOutcome = "ok" | "error" | "denied" | "cancelled" | "failed";

/** How a call ended. */
export interface ToolCallEnd {
  /** Their own names; default as at the start. */
  server?: string;
  tool?: string;
  outcome: ToolCallOutcome;
  /** Code of the error, such as `call-timeout`. */
  errorCode?: string | undefined;
  durationMs: number;
}

/**
 * Observes runs and their calls. If a method that is called at the start of a run or call throws or rejects, that run
 * or call does not start.
 */
export interface RunObserver {
  /** Undefined if nobody receives the observations. */
  startRun(run: RunStart): Promise<RunObservation | undefined>;
  /** Resolves when everything that was observed has been written or exported. */
  close(): Promise<void>;
}

/** The observation of one run. */
export interface RunObservation {
  startCall(call: ToolCallStart): Promise<ToolCallObservation>;
  /** Resolves when the end has been recorded; never rejects. */
  end(end: RunEnd): Promise<void>;
}

/** The observation of one call. */
export interface ToolCallObservation {
  end(end: ToolCallEnd): void;
}
