/**
 * `invalid-options`: an argument or an option has the wrong type; `invalid-tool`: a tool without a name was set;
 * `embedding-failed`: `embed` rejected, or did not return one vector of numbers for each text.
 */
export type ToolSearchErrorCode = "invalid-options" | "invalid-tool" | "embedding-failed";

/** The only error class of this package; the message says what to do. */
export class ToolSearchError extends Error {
  readonly code: ToolSearchErrorCode;

  constructor(code: ToolSearchErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "ToolSearchError";
    this.code = code;
  }
}
