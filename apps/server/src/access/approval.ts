/** A call that a person has to allow, with everything that a person needs to decide. */
export interface ApprovalRequest {
  server: string;
  /** As the server spells it. */
  tool: string;
  /** Just what will be sent. */
  arguments: Record<string, unknown>;
  /** What the server says of the tool. Believe it as far as the server. */
  description: string;
  annotations?: Record<string, unknown> | undefined;
  /** The session whose code makes the call. */
  session: string;
  /** The `caller` of the run's options. */
  caller?: unknown;
  /** Aborted when nobody waits for the answer any more: take the question back. */
  signal: AbortSignal;
}

/** `session`: and from now on every call of this tool in this session, whatever its arguments. */
export type ApprovalAnswer = "once" | "session" | "no";

/** Asks a person. One question is put at a time. Where it rejects, the call is not made. */
export type Approve = (request: ApprovalRequest) => Promise<ApprovalAnswer>;
