/** What was asked for cannot be tried so: a setting, an argument or a file is wrong. The message says what to do. */
export class StartupError extends Error {
  override readonly name = "StartupError";
}
