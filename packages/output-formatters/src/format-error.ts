/** What this package can refuse: a mode that is none of `compact`, `toon` and `json`. */
export type FormatErrorCode = "unknown-mode";

/** The only error that this package throws. */
export class FormatError extends Error {
  override readonly name = "FormatError";
  readonly code: FormatErrorCode;

  constructor(code: FormatErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
