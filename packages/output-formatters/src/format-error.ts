/**
 * `unknown-mode`: the mode is not `compact`, `toon` or `json`; `invalid-report`: a field of the report has the wrong
 * type.
 */
export type FormatErrorCode = "unknown-mode" | "invalid-report";

/** The only error that this package throws. */
export class FormatError extends Error {
  override readonly name = "FormatError";
  readonly code: FormatErrorCode;

  constructor(code: FormatErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
