/**
 * - `server-failed`: an MCP server did not start, or did not answer.
 * - `step-failed`: a run of the story did not end as its step expects.
 * - `report-wrong`: the report is not on disk, or says something else than it should.
 */
export type DemoErrorCode = "server-failed" | "step-failed" | "report-wrong";

/** The demo did not show what it promises; the message says what is missing and where to look. */
export class DemoError extends Error {
  override readonly name = "DemoError";
  readonly code: DemoErrorCode;

  constructor(code: DemoErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
