/** A file that `init` must leave as it is: the message says why, and what to do. */
export class InitError extends Error {
  override readonly name = "InitError";
  readonly code = "not-editable";
}
