/** `init` cannot change a file: the message says why, and what to do. */
export class InitError extends Error {
  override readonly name = "InitError";
  readonly code = "not-editable";
}
