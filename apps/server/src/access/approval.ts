/** A call that a person has to allow, with everything that a person needs to decide. */
export interface ApprovalRequest {
  server: string;
  /** As the server spells it. */
  tool: string;
  /** Exactly what will be sent. */
  arguments: Record<string, unknown>;
  /** The server's description of the tool, as trustworthy as the server. */
  description: string;
  annotations?: Record<string, unknown> | undefined;
  /** The session whose code makes the call. */
  session: string;
  /** The `caller` of the run's options. */
  caller?: unknown;
  /** Aborted when nobody waits for the answer any more: withdraw the question. */
  signal: AbortSignal;
}

/** `session` also allows every later call of this tool in this session, whatever its arguments. */
export type ApprovalAnswer = "once" | "session" | "no";

/** Asks a person. Called for one question at a time. If it rejects, the call is not made. */
export type Approve = (request: ApprovalRequest) => Promise<ApprovalAnswer>;
