/** `invalid-tool`: a tool without a name was set; `embedding-failed`: `embed` rejected, or gave another number of vectors than texts. */
export type ToolSearchErrorCode = "invalid-tool" | "embedding-failed";

/** The one error of this package; its message says what to do. */
export class ToolSearchError extends Error {
  readonly code: ToolSearchErrorCode;

  constructor(code: ToolSearchErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "ToolSearchError";
    this.code = code;
  }
}
