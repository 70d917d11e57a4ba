/**
 * `invalid-options`: an argument or an option is of the wrong type; `invalid-tool`: a tool without a name was set;
 * `embedding-failed`: `embed` rejected, or gave something else than one vector of numbers for each text.
 */
export type ToolSearchErrorCode = "invalid-options" | "invalid-tool" | "embedding-failed";

/** The one error of this package; its message says what to do. */
export class ToolSearchError extends Error {
  readonly code: ToolSearchErrorCode;

  constructor(code: ToolSearchErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "ToolSearchError";
    this.code = code;
  }
}
