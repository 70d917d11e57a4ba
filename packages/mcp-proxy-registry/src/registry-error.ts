/** What went wrong, for a program. The README says what each code means. */
export type RegistryErrorCode =
  | "invalid-options"
  | "unknown-server"
  | "unknown-tool"
  | "invalid-arguments"
  | "start-failed"
  | "still-starting"
  | "server-crashed"
  | "call-timeout"
  | "cancelled"
  | "call-failed"
  | "page-required"
  | "call-refused"
  | "invalid-answer"
  | "not-supported"
  | "login-required"
  | "login-failed"
  | "closed";

/** What a `RegistryError` has in addition to its message. */
export interface RegistryErrorContext {
  server?: string;
  tool?: string;
  /** Further lines: how the server is started, and the end of its stderr. */
  details?: string;
  cause?: unknown;
}

/** The only error this package throws. */
export class RegistryError extends Error {
  override readonly name = "RegistryError";
  readonly code: RegistryErrorCode;
  readonly server: string | undefined;
  readonly tool: string | undefined;
  /** The message without the command line and stderr, for code that must not see how servers are run. */
  readonly summary: string;

  constructor(code: RegistryErrorCode, summary: string, context: RegistryErrorContext = {}) {
    const { cause, details } = context;
    const message = details ? `${summary}\n${details}` : summary;
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.summary = summary;
    this.server = context.server;
    this.tool = context.tool;
  }
}
